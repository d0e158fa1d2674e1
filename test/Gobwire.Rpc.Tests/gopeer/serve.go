package main

import (
	"encoding/gob"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os"
)

// serve listens, prints the address on a line of its own, and serves until its standard input ends.
func serve(args []string) {
	if len(args) != 2 {
		usage()
	}
	gob.Register(Args{})
	rpc.Register(new(Arith))
	rpc.Register(BuiltinTypes{})
	rpc.Register(Echo{})
	rpc.RegisterName("net.rpc.Arith", new(Arith))
	l, err := net.Listen(network(args[0]), args[1])
	if err != nil {
		fatal(err)
	}
	fmt.Println(l.Addr())
	switch args[0] {
	case "http":
		rpc.HandleHTTP()
		go http.Serve(l, nil)
	case "json":
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				go jsonrpc.ServeConn(conn)
			}
		}()
	default:
		go rpc.Accept(l)
	}
	io.Copy(io.Discard, os.Stdin)
}

func network(mode string) string {
	if mode == "unix" {
		return "unix"
	}
	return "tcp"
}
