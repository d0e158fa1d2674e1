package main

import (
	"fmt"
	"log"
	"net"
	"net/rpc"
	"os"
)

type Args struct{ A, B int }

type Arith int

func (t *Arith) Multiply(args *Args, reply *int) error {
	*reply = args.A * args.B
	return nil
}

func main() {
	address := "localhost:1234"
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	if err := rpc.Register(new(Arith)); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("Listening on", listener.Addr())
	rpc.Accept(listener)
}
