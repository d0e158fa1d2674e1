// Command gopeer is a live Go peer: a server with the services of net/rpc's own tests, or a client that checks such a server.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 2 {
		usage()
	}
	switch os.Args[1] {
	case "serve":
		serve(os.Args[2:])
	case "check":
		check(os.Args[2:])
	case "rude":
		rude(os.Args[2:])
	default:
		usage()
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: gopeer serve MODE ADDRESS | gopeer check MODE ADDRESS CHECK | gopeer rude KIND MODE ADDRESS; MODE is tcp, unix, http, path (HTTP at a path of its own), json or tls,AUTHORITY,CERTIFICATE,KEY")
	os.Exit(2)
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, "gopeer:", err)
	os.Exit(1)
}
