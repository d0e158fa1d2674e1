// Natspeer is the Go end of commands over NATS: nats.go's wire format, gobs as its GOB_ENCODER writes and reads them, over the NATS text
// protocol by hand.
package main

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
)

// Order is what is asked.
type Order struct {
	Id       int
	Customer string
	Prices   []float64
}

// Receipt is what is answered.
type Receipt struct {
	Id    int
	Text  string
	Total float64
}

type message struct {
	subject, reply, status string
	data                   []byte
}

type conn struct {
	io.Writer
	in *bufio.Reader
}

func dial(addr string) *conn {
	c, err := net.Dial("tcp", addr)
	check(err)
	nc := &conn{c, bufio.NewReader(c)}
	line, err := nc.in.ReadString('\n')
	check(err)
	if !strings.HasPrefix(line, "INFO ") {
		check(fmt.Errorf("no INFO: %s", line))
	}
	fmt.Fprint(nc, `CONNECT {"verbose":false,"pedantic":true,"headers":true,"no_responders":true,"protocol":1,"lang":"natspeer"}`+"\r\n")
	return nc
}

func (nc *conn) publish(subject, reply string, data []byte) {
	if reply != "" {
		reply += " "
	}
	fmt.Fprintf(nc, "PUB %s %s%d\r\n%s\r\n", subject, reply, len(data), data)
}

// sync returns when the server has seen all that was sent before.
func (nc *conn) sync() {
	fmt.Fprint(nc, "PING\r\n")
	if _, ok := nc.next(); ok {
		check(fmt.Errorf("a message before the PONG"))
	}
}

// next reads a message, or a PONG.
func (nc *conn) next() (m message, ok bool) {
	for {
		line, err := nc.in.ReadString('\n')
		check(err)
		fields := strings.Fields(line)
		switch fields[0] {
		case "PING":
			fmt.Fprint(nc, "PONG\r\n")
		case "PONG":
			return m, false
		case "MSG", "HMSG":
			return nc.read(fields), true
		case "INFO":
		default:
			check(fmt.Errorf("unexpected: %s", line))
		}
	}
}

func (nc *conn) read(fields []string) (m message) {
	header := 0
	size, err := strconv.Atoi(fields[len(fields)-1])
	check(err)
	sizes := 1
	if fields[0] == "HMSG" {
		sizes = 2
		header, err = strconv.Atoi(fields[len(fields)-2])
		check(err)
	}
	m.subject = fields[1]
	if len(fields) == 4+sizes {
		m.reply = fields[3]
	}
	data := make([]byte, size+2)
	_, err = io.ReadFull(nc.in, data)
	check(err)
	m.status = string(data[:header])
	m.data = data[header:size]
	return m
}

// encode and decode are what nats.go's GOB_ENCODER does: a new encoder and decoder for each payload.
func encode(v interface{}) []byte {
	var b bytes.Buffer
	check(gob.NewEncoder(&b).Encode(v))
	return b.Bytes()
}

func decode(data []byte, v interface{}) {
	check(gob.NewDecoder(bytes.NewReader(data)).Decode(v))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func receipt(order Order) Receipt {
	total := 0.0
	for _, price := range order.Prices {
		total += price
	}
	return Receipt{order.Id, "Thank you, " + order.Customer, total}
}

func serve(nc *conn, subject, queue string) {
	fmt.Fprintf(nc, "SUB %s %s 1\r\n", subject, queue)
	nc.sync()
	fmt.Println("ready")
	for {
		m, ok := nc.next()
		if !ok {
			continue
		}
		var order Order
		decode(m.data, &order)
		nc.publish(m.reply, "", encode(receipt(order)))
		fmt.Println(order.Id)
	}
}

func ask(nc *conn, subject string, payload []byte) message {
	fmt.Fprint(nc, "SUB inbox.natspeer 1\r\n")
	nc.sync()
	nc.publish(subject, "inbox.natspeer", payload)
	for {
		if m, ok := nc.next(); ok {
			return m
		}
	}
}

func main() {
	addr := flag.String("addr", "", "the server")
	mode := flag.String("mode", "", "serve, ask, int or text")
	subject := flag.String("subject", "", "the subject")
	queue := flag.String("queue", "", "the queue group")
	flag.Parse()
	nc := dial(*addr)
	switch *mode {
	case "serve":
		serve(nc, *subject, *queue)
	case "ask":
		m := ask(nc, *subject, encode(Order{7, "Ann", []float64{1.5, 2}}))
		var r Receipt
		decode(m.data, &r)
		check(json.NewEncoder(os.Stdout).Encode(r))
	case "int":
		m := ask(nc, *subject, encode(21))
		var n int
		decode(m.data, &n)
		fmt.Println(n)
	case "text":
		m := ask(nc, *subject, []byte("a line"))
		fmt.Printf("%q\n", m.data)
	case "error":
		m := ask(nc, *subject, []byte("no gob"))
		fmt.Printf("%q\n", m.status)
	}
}
