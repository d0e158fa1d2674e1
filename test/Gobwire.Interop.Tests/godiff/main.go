// godiff compares our codec with encoding/gob, on streams of types and values that nobody chose.
//
//	godiff streams [-seed S] [-start I] [-count N]
//	godiff typed
package main

import (
	"fmt"
	"os"
)

func main() {
	var run func([]string) error
	if len(os.Args) > 1 {
		run = map[string]func([]string) error{"streams": streams, "typed": typed}[os.Args[1]]
	}
	if run == nil {
		fmt.Fprintln(os.Stderr, "usage: godiff streams|typed [flags]")
		os.Exit(2)
	}
	if err := run(os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "godiff:", err)
		os.Exit(1)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
