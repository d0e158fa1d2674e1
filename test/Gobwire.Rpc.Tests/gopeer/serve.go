package main

import (
	"encoding/gob"
	"net/rpc"
)

// serve offers the services until its standard input ends.
func serve(args []string) {
	if len(args) != 2 {
		usage()
	}
	registerAll()
	if err := serveMode(args[0], args[1]); err != nil {
		fatal(err)
	}
}

func registerAll() {
	gob.Register(Args{})
	rpc.Register(new(Arith))
	rpc.Register(BuiltinTypes{})
	rpc.Register(Echo{})
	rpc.RegisterName("net.rpc.Arith", new(Arith))
}
