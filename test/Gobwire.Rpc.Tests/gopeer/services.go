package main

import (
	"errors"
	"fmt"
	"math/big"
	"time"
)

type Args struct {
	A, B int
}

type Quotient struct {
	Quo, Rem int
}

type Reply struct {
	C int
}

type Arith int

func (t *Arith) Multiply(args *Args, reply *int) error {
	*reply = args.A * args.B
	return nil
}

func (t *Arith) Divide(args *Args, quo *Quotient) error {
	if args.B == 0 {
		return errors.New("divide by zero")
	}
	quo.Quo = args.A / args.B
	quo.Rem = args.A % args.B
	return nil
}

func (t *Arith) Add(args Args, reply *Reply) error {
	reply.C = args.A + args.B
	return nil
}

func (t *Arith) String(args *Args, reply *string) error {
	*reply = fmt.Sprintf("%d+%d=%d", args.A, args.B, args.A+args.B)
	return nil
}

func (t *Arith) Scan(args string, reply *Reply) (err error) {
	_, err = fmt.Sscan(args, &reply.C)
	return
}

// SleepMilli answers after args.A milliseconds.
func (t *Arith) SleepMilli(args *Args, reply *Reply) error {
	time.Sleep(time.Duration(args.A) * time.Millisecond)
	reply.C = args.B
	return nil
}

// Tell prints that it was called, and takes a minute.
func (t *Arith) Tell(args *Args, reply *Reply) error {
	fmt.Println("called")
	return t.SleepMilli(&Args{60_000, args.B}, reply)
}

type BuiltinTypes struct{}

func (BuiltinTypes) Map(args *Args, reply *map[int]int) error {
	(*reply)[args.A] = args.B
	return nil
}

func (BuiltinTypes) Slice(args *Args, reply *[]int) error {
	*reply = append(*reply, args.A, args.B)
	return nil
}

func (BuiltinTypes) Array(args *Args, reply *[2]int) error {
	(*reply)[0] = args.A
	(*reply)[1] = args.B
	return nil
}

// Everything has a field of each kind of type.
type Everything struct {
	Bool    bool
	Int     int64
	Uint    uint64
	Float   float64
	Complex complex128
	String  string
	Bytes   []byte
	Ints    []int
	Array   [3]int
	Map     map[string]int
	Nested  *Everything
	Time    time.Time
	Big     *big.Int
	Any     interface{}
}

// Echo answers with what it is sent.
type Echo struct{}

func (Echo) Everything(args *Everything, reply *Everything) error {
	*reply = *args
	return nil
}

func (Echo) Bytes(args []byte, reply *[]byte) error {
	*reply = args
	return nil
}

// Null answers in JSON with a null, at which clients of Go's shut down.
func (Echo) Null(args *Args, reply **Reply) error {
	return nil
}
