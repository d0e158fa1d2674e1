package main

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"fmt"
	"io"
	"net"
	"reflect"
	"strings"
	"time"
)

const thanks = "Thank you.\n"

// complexData is what a GOB command carries.
type complexData struct {
	N int
	S string
	M map[string]int
	P []byte
	C *complexData
}

// sample makes a value that differs for each n, and holds all that the type can.
func sample(n int) complexData {
	return complexData{
		N: n, S: fmt.Sprintf("number %d", n), M: map[string]int{"one": 1, "two": 2, "three": n}, P: []byte("abc"),
		C: &complexData{N: -n, S: "inner", M: map[string]int{"01": 1, "10": 2, "11": 3}},
	}
}

// gobOf is the value as a new encoder writes it.
func gobOf(v complexData) []byte {
	var b bytes.Buffer
	must(gob.NewEncoder(&b).Encode(v))
	return b.Bytes()
}

func stringCommand(text string) []byte { return []byte("STRING\n" + text + "\n") }

func gobCommand(v complexData) []byte { return append([]byte("GOB\n"), gobOf(v)...) }

// peer is a client's connection.
type peer struct {
	*net.TCPConn
	in *bufio.Reader
}

func dial(addr string, timeout time.Duration) (*peer, error) {
	c, err := net.DialTimeout("tcp", addr, timeout)
	if err != nil {
		return nil, err
	}
	if err := c.SetDeadline(time.Now().Add(timeout)); err != nil {
		return nil, err
	}
	return &peer{c.(*net.TCPConn), bufio.NewReader(c)}, nil
}

func (p *peer) send(b []byte) error {
	n, err := p.Write(b)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	return err
}

func (p *peer) expectThanks() error {
	line, err := p.in.ReadString('\n')
	if err != nil {
		return fmt.Errorf("reading a reply: got %q: %w", line, err)
	}
	if line != thanks {
		return fmt.Errorf("reply is %q, want %q", line, thanks)
	}
	return nil
}

// expectEnd reads to the end, where nothing may come before it.
func (p *peer) expectEnd() error {
	rest, err := io.ReadAll(p.in)
	if err != nil {
		return fmt.Errorf("waiting for the connection's end: %w", err)
	}
	if len(rest) > 0 {
		return fmt.Errorf("%q came where the connection should end", rest)
	}
	return nil
}

// finish ends what is sent and waits for the server to end too, which shows that it took in all of it.
func (p *peer) finish() error {
	if err := p.CloseWrite(); err != nil {
		return err
	}
	if err := p.expectEnd(); err != nil {
		return err
	}
	return p.Close()
}

// isEnd tells an end by the server, clean or by a reset, from a deadline of ours.
func isEnd(err error) bool {
	if err == nil {
		return false
	}
	ne, ok := err.(net.Error)
	return !ok || !ne.Timeout()
}

func trimmed(name string) string { return strings.Trim(name, " \t\r\n") }

func equal(a, b complexData) bool { return reflect.DeepEqual(a, b) }
