package main

import (
	"errors"
	"fmt"
	"math/big"
	"net/rpc"
	"reflect"
	"strings"
	"sync"
	"time"

	"encoding/gob"
)

// check dials a server and makes sure that it does what Go's does; it prints ok, or fails.
func check(args []string) {
	if len(args) != 3 {
		usage()
	}
	client, err := dial(args[0], args[1])
	if err != nil {
		fatal(err)
	}
	gob.Register(Args{})
	checks := map[string]func(*rpc.Client) error{
		"arith":      checkArith,
		"errors":     checkErrors,
		"builtin":    checkBuiltin,
		"many":       checkMany,
		"overtake":   checkOvertake,
		"everything": checkEverything,
		"nulls":      checkNulls,
		"sample":     checkSample,
		"until":      callUntilLost,
		"rate":       callTooOften,
		"refused":    checkRefused,
		"who":        printWho,
	}
	if err := checks[args[2]](client); err != nil {
		fatal(err)
	}
	fmt.Println("ok")
}

// checkSample calls what net/rpc's documentation has, and no more.
func checkSample(client *rpc.Client) error {
	var product int
	if err := client.Call("Arith.Multiply", &Args{7, 8}, &product); err != nil || product != 56 {
		return fmt.Errorf("Multiply: %d, %v", product, err)
	}
	var quotient Quotient
	if err := client.Call("Arith.Divide", &Args{17, 5}, &quotient); err != nil || quotient != (Quotient{3, 2}) {
		return fmt.Errorf("Divide: %v, %v", quotient, err)
	}
	if err := client.Call("Arith.Divide", &Args{17, 0}, &quotient); err == nil || err.Error() != "divide by zero" {
		return fmt.Errorf("Divide by zero: %v", err)
	}
	return client.Close()
}

func checkArith(client *rpc.Client) error {
	var product int
	if err := client.Call("Arith.Multiply", &Args{7, 8}, &product); err != nil || product != 56 {
		return fmt.Errorf("Multiply: %d, %v", product, err)
	}
	var quotient Quotient
	if err := client.Call("Arith.Divide", Args{17, 5}, &quotient); err != nil || quotient != (Quotient{3, 2}) {
		return fmt.Errorf("Divide: %v, %v", quotient, err)
	}
	err := client.Call("Arith.Divide", &Args{17, 0}, &quotient)
	if _, ok := err.(rpc.ServerError); !ok || err.Error() != "divide by zero" {
		return fmt.Errorf("Divide by zero: %v", err)
	}
	var reply Reply
	if err := client.Call("net.rpc.Arith.Add", &Args{7, 8}, &reply); err != nil || reply.C != 15 {
		return fmt.Errorf("Add: %v, %v", reply, err)
	}
	str := ""
	if err := client.Call("Arith.String", &Args{27, 35}, &str); err != nil || str != "27+35=62" {
		return fmt.Errorf("String: %q, %v", str, err)
	}
	if err := client.Call("Arith.Scan", "12345", &reply); err != nil || reply.C != 12345 {
		return fmt.Errorf("Scan: %v, %v", reply, err)
	}
	return client.Close()
}

func checkErrors(client *rpc.Client) error {
	wanted := []struct{ method, text string }{
		{"Arith.BadOperation", "rpc: can't find method Arith.BadOperation"},
		{"Nobody.Add", "rpc: can't find service Nobody.Add"},
		{"Arith", "rpc: service/method request ill-formed: Arith"},
	}
	for _, w := range wanted {
		if err := client.Call(w.method, &Args{7, 8}, new(Reply)); err == nil || err.Error() != w.text {
			return fmt.Errorf("%s: %v", w.method, err)
		}
	}
	// A bad argument fails its call only.
	err := client.Call("Arith.Add", "text", new(Reply))
	if _, ok := err.(rpc.ServerError); !ok || !(strings.Contains(err.Error(), "type") || strings.Contains(err.Error(), "JSON")) {
		return fmt.Errorf("bad argument: %v", err)
	}
	var reply Reply
	if err := client.Call("Arith.Add", &Args{7, 8}, &reply); err != nil || reply.C != 15 {
		return fmt.Errorf("Add after errors: %v, %v", reply, err)
	}
	// Whoever wants no reply gets none.
	return client.Call("Arith.Add", &Args{7, 8}, nil)
}

func checkBuiltin(client *rpc.Client) error {
	args := &Args{7, 8}
	m := map[int]int{}
	if err := client.Call("BuiltinTypes.Map", args, &m); err != nil || m[7] != 8 {
		return fmt.Errorf("Map: %v, %v", m, err)
	}
	var s []int
	if err := client.Call("BuiltinTypes.Slice", args, &s); err != nil || !reflect.DeepEqual(s, []int{7, 8}) {
		return fmt.Errorf("Slice: %v, %v", s, err)
	}
	var a [2]int
	if err := client.Call("BuiltinTypes.Array", args, &a); err != nil || a != [2]int{7, 8} {
		return fmt.Errorf("Array: %v, %v", a, err)
	}
	return nil
}

// checkMany has 2,000 calls under way at a time, with errors in between.
func checkMany(client *rpc.Client) error {
	const count = 2000
	var wg sync.WaitGroup
	failed := make(chan error, count)
	for i := 0; i < count; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			var quotient Quotient
			err := client.Call("Arith.Divide", &Args{i, i % 7}, &quotient)
			switch {
			case i%7 == 0 && (err == nil || err.Error() != "divide by zero"):
				failed <- fmt.Errorf("%d: %v", i, err)
			case i%7 != 0 && (err != nil || quotient != Quotient{i / (i % 7), i % (i % 7)}):
				failed <- fmt.Errorf("%d: %v, %v", i, quotient, err)
			}
		}(i)
	}
	wg.Wait()
	close(failed)
	return <-failed
}

// checkOvertake begins a slow call, and wants a fast one that is begun after it to be over before.
func checkOvertake(client *rpc.Client) error {
	slow := client.Go("Arith.SleepMilli", &Args{2000, 1}, new(Reply), nil)
	var product int
	if err := client.Call("Arith.Multiply", &Args{7, 8}, &product); err != nil || product != 56 {
		return fmt.Errorf("Multiply: %d, %v", product, err)
	}
	select {
	case <-slow.Done:
		return errors.New("the slow call was not overtaken")
	default:
	}
	<-slow.Done
	return slow.Error
}

func checkEverything(client *rpc.Client) error {
	inner := &Everything{String: "inner", Map: map[string]int{}}
	sent := &Everything{
		Bool: true, Int: -1 << 62, Uint: 1 << 63, Float: 0.1, Complex: complex(1.5, -2), String: "grüße", Bytes: []byte{0, 255},
		Ints: []int{1, -2, 3}, Array: [3]int{4, 5, 6}, Map: map[string]int{"one": 1, "two": 2}, Nested: inner,
		Time: time.Date(2026, 11, 25, 12, 30, 0, 500, time.UTC), Big: big.NewInt(0).Lsh(big.NewInt(-3), 100), Any: Args{7, 8},
	}
	var got Everything
	if err := client.Call("Echo.Everything", sent, &got); err != nil {
		return err
	}
	if !got.Time.Equal(sent.Time) || got.Big.Cmp(sent.Big) != 0 || got.Nested == nil || got.Nested.String != "inner" {
		return fmt.Errorf("got %+v", got)
	}
	got.Time, got.Big, got.Nested = sent.Time, sent.Big, sent.Nested
	if !reflect.DeepEqual(&got, sent) {
		return fmt.Errorf("got %+v", got)
	}
	return nil
}

// checkNulls calls methods that return null, and wants what has a zero value and an error for the others, on one connection.
func checkNulls(client *rpc.Client) error {
	var (
		list    []int
		members map[string]int
		bytes   []byte
		nothing struct{}
		text    string
		reply   Reply
	)
	for method, reply := range map[string]interface{}{"List": &list, "Members": &members, "Bytes": &bytes, "Nothing": &nothing, "Later": &nothing} {
		if err := client.Call("Nulls."+method, 1, reply); err != nil {
			return fmt.Errorf("%s: %v", method, err)
		}
	}
	if len(list)+len(members)+len(bytes) != 0 {
		return fmt.Errorf("%v %v %v", list, members, bytes)
	}
	for method, reply := range map[string]interface{}{"Text": &text, "Object": &reply} {
		if err := client.Call("Nulls."+method, 1, reply); err != rpc.ServerError("internal error") {
			return fmt.Errorf("%s: %v", method, err)
		}
	}
	return client.Call("Nulls.Nothing", 1, &nothing)
}

// checkRefused calls what is refused, and wants the text of that, and its connection to go on.
func checkRefused(client *rpc.Client) error {
	for i := 0; i < 3; i++ {
		err := client.Call("Arith.Multiply", &Args{7, 8}, new(int))
		if err != rpc.ServerError("Arith.Multiply is not for you") {
			return fmt.Errorf("Multiply: %v", err)
		}
		var reply Reply
		if err := client.Call("Arith.Add", &Args{7, 8}, &reply); err != nil || reply.C != 15 {
			return fmt.Errorf("Add: %v, %v", reply, err)
		}
	}
	return client.Close()
}

// printWho prints who the server takes it for.
func printWho(client *rpc.Client) error {
	var name string
	if err := client.Call("Who.AmI", 1, &name); err != nil {
		return err
	}
	fmt.Println(name)
	return client.Close()
}

// callTooOften calls on end, and prints how many calls were answered and what came then; the connection must end behind that.
func callTooOften(client *rpc.Client) error {
	var refusal error
	count := 0
	for ; refusal == nil && count < 1000; count++ {
		refusal = client.Call("Arith.Multiply", &Args{7, 8}, new(int))
	}
	fmt.Printf("%d answered, then: %v\n", count-1, refusal)
	for {
		err := client.Call("Arith.Multiply", &Args{7, 8}, new(int))
		if err == nil {
			return errors.New("a call was answered after the refusal")
		}
		if err == rpc.ErrShutdown {
			return nil
		}
	}
}

// callUntilLost calls until the connection is lost, and wants the errors Go's client has then.
func callUntilLost(client *rpc.Client) error {
	fmt.Println("calling")
	for {
		var product int
		err := client.Call("Arith.Multiply", &Args{7, 8}, &product)
		if err != nil {
			break
		}
	}
	if err := client.Call("Arith.Multiply", &Args{7, 8}, new(int)); err != rpc.ErrShutdown {
		return fmt.Errorf("after the loss: %v", err)
	}
	return nil
}
