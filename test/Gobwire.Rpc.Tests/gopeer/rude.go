package main

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os"
	"time"
)

// rude is a client that does what Go's own never would, or a server.
func rude(args []string) {
	if len(args) != 3 {
		usage()
	}
	kinds := map[string]func(mode, address string) error{"flood": flood, "garbage": sendGarbage, "serve-garbage": serveGarbage}
	if err := kinds[args[0]](args[1], args[2]); err != nil {
		fatal(err)
	}
}

// flood sends calls with large arguments and never reads a reply. It prints when its calls are no longer taken, and when it is let go.
func flood(mode, address string) error {
	conn, err := net.Dial(network(mode), address)
	if err != nil {
		return err
	}
	codec := callsOn(mode, &stubborn{Conn: conn})
	for seq := uint64(0); ; seq++ {
		if err := codec.WriteRequest(&rpc.Request{ServiceMethod: "Large.Reply", Seq: seq}, make([]byte, 64<<10)); err != nil {
			fmt.Println("let go")
			return nil
		}
	}
}

// sendGarbage sends calls and garbage behind them, and prints how many calls were answered before the connection was closed.
func sendGarbage(mode, address string) error {
	conn, err := net.Dial(network(mode), address)
	if err != nil {
		return err
	}
	codec := callsOn(mode, conn)
	for seq := uint64(0); seq < 3; seq++ {
		if err := codec.WriteRequest(&rpc.Request{ServiceMethod: "Arith.Multiply", Seq: seq}, &Args{7, int(seq)}); err != nil {
			return err
		}
	}
	if _, err := conn.Write(garbage); err != nil {
		return err
	}
	if mode == "http" {
		line := make([]byte, len("HTTP/1.0 200 Connected to Go RPC\n\n"))
		if _, err := io.ReadFull(conn, line); err != nil {
			return err
		}
	}
	count := 0
	for ; ; count++ {
		var response rpc.Response
		var product int
		err := codec.ReadResponseHeader(&response)
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = codec.ReadResponseBody(&product)
		}
		if err != nil || product != 7*int(response.Seq) {
			return fmt.Errorf("%+v %d: %v", response, product, err)
		}
	}
	fmt.Printf("%d answered\n", count)
	return nil
}

// serveGarbage serves, and has garbage in the place of each connection's fifth write.
func serveGarbage(mode, address string) error {
	registerAll()
	return listenAndServe(mode, address, func(l net.Listener) net.Listener { return spoiling{l} })
}

// garbage is no message in any of the protocols, and longer than what it may promise.
var garbage = bytes.Repeat([]byte{0xFF}, 4<<10)

func callsOn(mode string, conn net.Conn) rpc.ClientCodec {
	if mode == "json" {
		return jsonrpc.NewClientCodec(conn)
	}
	if mode == "http" {
		io.WriteString(conn, "CONNECT "+rpc.DefaultRPCPath+" HTTP/1.0\n\n")
	}
	return gobCodec{conn, gob.NewEncoder(conn), gob.NewDecoder(conn)}
}

// gobCodec is what net/rpc keeps to itself.
type gobCodec struct {
	io.Closer
	enc *gob.Encoder
	dec *gob.Decoder
}

func (c gobCodec) WriteRequest(r *rpc.Request, args any) error {
	if err := c.enc.Encode(r); err != nil {
		return err
	}
	return c.enc.Encode(args)
}

func (c gobCodec) ReadResponseHeader(r *rpc.Response) error { return c.dec.Decode(r) }

func (c gobCodec) ReadResponseBody(reply any) error { return c.dec.Decode(reply) }

// stubborn is a connection that prints once that what it writes is not taken for a second, and goes on.
type stubborn struct {
	net.Conn
	told bool
}

func (c *stubborn) Write(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		if !c.told {
			c.SetWriteDeadline(time.Now().Add(time.Second))
		}
		var m int
		m, err = c.Conn.Write(p[n:])
		n += m
		if errors.Is(err, os.ErrDeadlineExceeded) {
			fmt.Println("held up")
			c.told, err = true, c.SetWriteDeadline(time.Time{})
		}
	}
	return
}

type spoiling struct{ net.Listener }

func (l spoiling) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return &spoiled{Conn: conn}, err
}

type spoiled struct {
	net.Conn
	writes int
}

func (c *spoiled) Write(p []byte) (int, error) {
	if c.writes++; c.writes == 5 {
		c.Conn.Write(garbage)
		return len(p), nil
	}
	return c.Conn.Write(p)
}
