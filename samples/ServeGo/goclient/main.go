package main

import (
	"fmt"
	"log"
	"net/rpc"
	"os"
)

type Args struct{ A, B int }

func main() {
	address := "localhost:1234"
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	client, err := rpc.Dial("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	var product int
	if err := client.Call("Arith.Multiply", &Args{7, 8}, &product); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("7*8=%d\n", product)
}
