package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os"
	"strings"
)

// ownPath is where net/rpc is inside HTTP in the mode of that name.
const ownPath = "/own/path"

// serveMode listens, prints the address on a line of its own, and serves what is registered until its standard input ends.
func serveMode(mode, address string) error {
	return listenAndServe(mode, address, func(l net.Listener) net.Listener { return l })
}

// listenAndServe does so on what is made of the listener.
func listenAndServe(mode, address string, wrap func(net.Listener) net.Listener) error {
	l, err := net.Listen(network(mode), address)
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	l = wrap(l)
	switch mode {
	case "http":
		rpc.HandleHTTP()
		go http.Serve(l, nil)
	case "path":
		rpc.DefaultServer.HandleHTTP(ownPath, "/own/debug")
		go http.Serve(l, nil)
	case "json":
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				go jsonrpc.ServeConn(conn)
			}
		}()
	default:
		go rpc.Accept(l)
	}
	io.Copy(io.Discard, os.Stdin)
	return nil
}

func dial(mode, address string) (*rpc.Client, error) {
	if parts := strings.Split(mode, ","); parts[0] == "tls" {
		return dialTLS(address, parts[1:])
	}
	switch mode {
	case "http":
		return rpc.DialHTTP("tcp", address)
	case "path":
		return rpc.DialHTTPPath("tcp", address, ownPath)
	case "json":
		return jsonrpc.Dial("tcp", address)
	}
	return rpc.Dial(network(mode), address)
}

// dialTLS dials with a certificate of its own; the files are the server's authority, that certificate, and its key.
func dialTLS(address string, files []string) (*rpc.Client, error) {
	authority, err := os.ReadFile(files[0])
	if err != nil {
		return nil, err
	}
	own, err := tls.LoadX509KeyPair(files[1], files[2])
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{own}})
	if err != nil {
		return nil, err
	}
	return rpc.NewClient(conn), nil
}

func network(mode string) string {
	if mode == "unix" {
		return "unix"
	}
	return "tcp"
}
