// Program server is the Go side of the load comparison: the article's two commands, written the way the article writes them.
package main

import (
	"bufio"
	"encoding/gob"
	"flag"
	"fmt"
	"log"
	"net"
	"strings"
)

type complexData struct {
	N int
	S string
	M map[string]int
	P []byte
	C *complexData
}

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "where to listen")
	flag.Parse()
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	rw := bufio.NewReadWriter(bufio.NewReader(conn), bufio.NewWriter(conn))
	for {
		name, err := rw.ReadString('\n')
		if err != nil {
			return
		}
		switch strings.Trim(name, "\n ") {
		case "STRING":
			err = serveString(rw)
		case "GOB":
			err = serveGob(rw)
		default:
			return
		}
		if err != nil {
			return
		}
	}
}

func serveString(rw *bufio.ReadWriter) error {
	if _, err := rw.ReadString('\n'); err != nil {
		return err
	}
	if _, err := rw.WriteString("Thank you.\n"); err != nil {
		return err
	}
	return rw.Flush()
}

func serveGob(rw *bufio.ReadWriter) error {
	var data complexData
	return gob.NewDecoder(rw).Decode(&data)
}
