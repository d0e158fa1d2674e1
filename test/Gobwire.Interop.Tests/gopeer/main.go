// gopeer is the Go end of the interop tests: a server and clients, polite and rude, of the line-and-gob command protocol.
//
//	gopeer server [-port N] [-once N] [-ca FILE -cert FILE -key FILE]
//	gopeer client -addr HOST:PORT -mode MODE
//
// A client's exit code is 0 only if all went as the mode expects; otherwise the reason is on stderr.
package main

import (
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("usage: gopeer server|client [flags]"))
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	switch os.Args[1] {
	case "server":
		port := flags.Int("port", 0, "port to listen on; 0 for any")
		once := flags.Int("once", 0, "exit after this many connections have ended; 0 to go on until stdin ends")
		var s settings
		s.addTLS(flags)
		must(flags.Parse(os.Args[2:]))
		fail(serve(*port, *once, s))
	case "client":
		var s settings
		flags.StringVar(&s.addr, "addr", "", "server's address")
		mode := flags.String("mode", "article", strings.Join(modeNames(), ", "))
		flags.IntVar(&s.conns, "conns", 50, "connections at once (many, garbage)")
		flags.IntVar(&s.rounds, "rounds", 20, "commands of each kind on each connection (many, kept)")
		flags.IntVar(&s.count, "count", 1000, "commands in one write (pipeline)")
		flags.Int64Var(&s.seed, "seed", 1, "seed of the random bytes (garbage)")
		flags.BoolVar(&s.thanked, "thanked", false, "all replies are the same thanks (restarts)")
		flags.DurationVar(&s.timeout, "timeout", 60*time.Second, "deadline of each connection")
		s.addTLS(flags)
		must(flags.Parse(os.Args[2:]))
		run, ok := modes[*mode]
		if !ok {
			fail(fmt.Errorf("no mode %q: there are %s", *mode, strings.Join(modeNames(), ", ")))
		}
		fail(run(s))
	default:
		fail(fmt.Errorf("no command %q: there are server, client", os.Args[1]))
	}
}

func modeNames() []string {
	var names []string
	for name := range modes {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func must(err error) {
	if err != nil {
		fail(err)
	}
}

// fail ends the program: with code 0 if there is no error.
func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "gopeer:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
