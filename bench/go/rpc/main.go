// Program rpc is the Go side of the net/rpc comparison: a server of net/rpc's own example, and a client that calls it from many callers
// over one connection. "rpc serve" prints its port; "rpc load PORT" reads lines "CALLERS SECONDS", and answers each with calls a second, and p50
// and p99 in microseconds.
package main

import (
	"fmt"
	"log"
	"net"
	"net/rpc"
	"os"
	"sort"
	"sync"
	"time"
)

type Args struct{ A, B int }

type Arith int

func (t *Arith) Multiply(args *Args, reply *int) error {
	*reply = args.A * args.B
	return nil
}

func main() {
	switch os.Args[1] {
	case "serve":
		serve()
	case "load":
		load("127.0.0.1:" + os.Args[2])
	}
}

func serve() {
	rpc.Register(new(Arith))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	rpc.Accept(listener)
}

func load(address string) {
	client, err := rpc.Dial("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	for {
		var callers int
		var seconds float64
		if _, err := fmt.Scan(&callers, &seconds); err != nil {
			return
		}
		latencies, elapsed := call(client, callers, time.Duration(seconds*float64(time.Second)))
		sort.Slice(latencies, func(i, j int) bool { return latencies[i] < latencies[j] })
		at := func(q float64) float64 {
			return float64(latencies[int(float64(len(latencies)-1)*q)]) / float64(time.Microsecond)
		}
		fmt.Printf("%.1f %.1f %.1f\n", float64(len(latencies))/elapsed.Seconds(), at(0.5), at(0.99))
	}
}

func call(client *rpc.Client, callers int, duration time.Duration) ([]time.Duration, time.Duration) {
	each := make([][]time.Duration, callers)
	var group sync.WaitGroup
	start := time.Now()
	for i := range each {
		group.Add(1)
		go func(mine *[]time.Duration) {
			defer group.Done()
			for n := 0; time.Since(start) < duration; n++ {
				begun := time.Now()
				var reply int
				if err := client.Call("Arith.Multiply", &Args{n, 7}, &reply); err != nil || reply != n*7 {
					log.Fatalf("Multiply(%d, 7) = %d, %v", n, reply, err)
				}
				*mine = append(*mine, time.Since(begun))
			}
		}(&each[i])
	}
	group.Wait()
	elapsed := time.Since(start)
	var all []time.Duration
	for _, mine := range each {
		all = append(all, mine...)
	}
	return all, elapsed
}
