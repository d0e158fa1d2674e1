package main

import (
	"bufio"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
)

// event is a line of the server's output.
type event struct {
	Peer    string       `json:"peer"`
	Name    string       `json:"name,omitempty"`
	Command string       `json:"command,omitempty"`
	Text    *string      `json:"text,omitempty"`
	Value   *complexData `json:"value,omitempty"`
	Unknown string       `json:"unknown,omitempty"`
	Error   string       `json:"error,omitempty"`
	Closed  bool         `json:"closed,omitempty"`
}

type handler func(*bufio.ReadWriter) (event, error)

// endpoint has handlers by command name, and serves each connection by a goroutine.
type endpoint struct {
	mu       sync.Mutex
	handlers map[string]handler
	out      *json.Encoder
}

// serve listens on loopback; over TLS, and for clients with a certificate only, if the settings name files.
func serve(port, once int, s settings) error {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err
	}
	if s.cert != "" {
		l = s.overMutualTLS(l)
	}
	e := &endpoint{handlers: map[string]handler{"STRING": handleString, "GOB": handleGob}, out: json.NewEncoder(os.Stdout)}
	fmt.Println("listening", l.Addr().(*net.TCPAddr).Port)
	if once == 0 {
		// Whoever started this process holds its stdin: the server does not outlive him.
		go func() {
			_, err := io.Copy(io.Discard, os.Stdin)
			fail(err)
		}()
	}
	var connections sync.WaitGroup
	for n := 0; once == 0 || n < once; n++ {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		connections.Add(1)
		go func() {
			defer connections.Done()
			e.talk(c)
		}()
	}
	connections.Wait()
	return nil
}

func (e *endpoint) print(c net.Conn, ev event) {
	ev.Peer = c.RemoteAddr().String()
	ev.Name = clientName(c)
	e.mu.Lock()
	defer e.mu.Unlock()
	must(e.out.Encode(ev))
}

func (e *endpoint) talk(c net.Conn) {
	defer c.Close()
	rw := bufio.NewReadWriter(bufio.NewReader(c), bufio.NewWriter(c))
	for {
		line, err := rw.ReadString('\n')
		switch {
		case err == io.EOF && line == "":
			e.print(c, event{Closed: true})
			return
		case err != nil:
			e.print(c, event{Error: fmt.Sprintf("reading a command: got %q: %v", line, err)})
			return
		}
		name := trimmed(line)
		handle, ok := e.handlers[name]
		if !ok {
			e.print(c, event{Unknown: name})
			return
		}
		ev, err := handle(rw)
		ev.Command = name
		if err != nil {
			ev.Error = err.Error()
		}
		e.print(c, ev)
		if err != nil {
			return
		}
	}
}

func handleString(rw *bufio.ReadWriter) (event, error) {
	line, err := rw.ReadString('\n')
	if err != nil {
		return event{}, fmt.Errorf("reading a line: got %q: %w", line, err)
	}
	text := trimmed(line)
	if _, err := rw.WriteString(thanks); err != nil {
		return event{Text: &text}, err
	}
	return event{Text: &text}, rw.Flush()
}

func handleGob(rw *bufio.ReadWriter) (event, error) {
	var v complexData
	// A bufio.Reader is an io.ByteReader, so the decoder takes no byte past its value.
	if err := gob.NewDecoder(rw).Decode(&v); err != nil {
		return event{}, fmt.Errorf("reading a gob: %w", err)
	}
	return event{Value: &v}, nil
}
