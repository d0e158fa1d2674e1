// Command goldenpeer is a live Go peer for the values of the golden streams, whose source, cases.go and json.go of test/golden/gen, is built in, as is modes.go of gopeer:
// a server with a method a type that answers with its argument, or a client that has such a server answer.
package main

import (
	"encoding/json"
	"fmt"
	"net/rpc"
	"os"
	"reflect"
	"sort"
	"sync"
)

func init() {
	register("main.Point", Point{})
	register("main.Square", Square{})
	register("*main.Circle", &Circle{})
	register("main.Anys", Anys{})
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "list":
		list()
	case len(os.Args) == 4 && os.Args[1] == "serve":
		serve(os.Args[2], os.Args[3])
	case len(os.Args) == 4 && os.Args[1] == "check":
		check(os.Args[2], os.Args[3])
	default:
		fmt.Fprintln(os.Stderr, "usage: goldenpeer list | goldenpeer serve tcp|http|json ADDRESS | goldenpeer check tcp|http|json ADDRESS")
		os.Exit(2)
	}
}

// list prints a line of JSON a value: its case, its method, and for JSON-RPC its JSON, or why JSON cannot carry it.
func list() {
	out := json.NewEncoder(os.Stdout)
	for _, name := range sortedCases() {
		for _, v := range cases[name]() {
			text, why := jsonOf(v)
			must(out.Encode(map[string]string{"case": name, "method": methodOf(v), "json": text, "why": why}))
		}
	}
}

func serve(mode, address string) {
	for t, echo := range echoes {
		must(rpc.RegisterName(t.String(), echo))
	}
	must(serveMode(mode, address))
}

// check has each value echoed, those of a case all at a time, and prints how many there were; or what came back otherwise.
func check(mode, address string) {
	client, err := dial(mode, address)
	must(err)
	count, failures := 0, make(chan string)
	for _, name := range sortedCases() {
		var wg sync.WaitGroup
		for i, v := range cases[name]() {
			if _, why := jsonOf(v); mode == "json" && why != "" {
				continue
			}
			count++
			wg.Add(1)
			go func(i int, v any) {
				defer wg.Done()
				if problem := echo(client, v); problem != "" {
					failures <- fmt.Sprintf("%s %d: %s: %s", name, i, methodOf(v), problem)
				}
			}(i, v)
		}
		done := make(chan bool)
		go func() {
			wg.Wait()
			close(done)
		}()
		for waits := true; waits; {
			select {
			case failure := <-failures:
				fmt.Fprintln(os.Stderr, failure)
			case <-done:
				waits = false
			}
		}
	}
	fmt.Println(count)
}

func echo(client *rpc.Client, v any) string {
	args, reply := pointerTo(v), reflect.New(reflect.TypeOf(v))
	if err := client.Call(methodOf(v), args.Interface(), reply.Interface()); err != nil {
		return err.Error()
	}
	return difference(args.Elem(), reply.Elem())
}

// jsonOf is the value as encoding/json has it, or why that does not bring it back.
func jsonOf(v any) (text, why string) {
	encoded, err := json.Marshal(pointerTo(v).Interface())
	if err != nil {
		return "", err.Error()
	}
	back := reflect.New(reflect.TypeOf(v))
	if err := json.Unmarshal(encoded, back.Interface()); err != nil {
		return "", err.Error()
	}
	if string(encoded) == "null" {
		return "", "null is no result to Go's client"
	}
	if difference(reflect.ValueOf(v), back.Elem()) != "" {
		return "", "comes back otherwise"
	}
	return string(encoded), ""
}

func difference(v, w reflect.Value) string {
	// Gob JSON has U+FFFD for what is not UTF-8.
	if sent, got := gobJSON(v.Interface()), gobJSON(w.Interface()); !same(sent, got) || v.Kind() == reflect.String && v.String() != w.String() {
		return fmt.Sprintf("sent %s, got %s", sent, got)
	}
	return ""
}

// pointerTo makes the value addressable, for marshalers on the pointer.
func pointerTo(v any) reflect.Value {
	p := reflect.New(reflect.TypeOf(v))
	p.Elem().Set(reflect.ValueOf(v))
	return p
}

func methodOf(v any) string {
	t := reflect.TypeOf(v)
	if _, known := echoes[t]; !known {
		panic("echo.go has no method for " + t.String())
	}
	return t.String() + ".Echo"
}

func sortedCases() (names []string) {
	for name := range cases {
		names = append(names, name)
	}
	sort.Strings(names)
	return
}
