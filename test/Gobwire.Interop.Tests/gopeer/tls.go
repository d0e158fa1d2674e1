package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// overTLS sends both commands over TLS, with a certificate of its own if there is one.
func overTLS(s settings) error {
	c, err := dialTLS(s)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.Write(append(stringCommand("over TLS"), gobCommand(sample(3))...)); err != nil {
		return err
	}
	in := bufio.NewReader(c)
	line, err := in.ReadString('\n')
	if err != nil || line != thanks {
		return fmt.Errorf("reply is %q, want %q: %v", line, thanks, err)
	}
	if err := c.CloseWrite(); err != nil {
		return err
	}
	if rest, err := io.ReadAll(in); err != nil || len(rest) > 0 {
		return fmt.Errorf("%q came where the connection should end: %v", rest, err)
	}
	fmt.Print("STRING: ", thanks)
	return nil
}

// tlsRefused wants to be refused: with TLS 1.3 that shows at the first read.
func tlsRefused(s settings) error {
	err := overTLS(s)
	if err == nil {
		return errors.New("served, though it should have been refused")
	}
	fmt.Println("refused")
	return nil
}

func dialTLS(s settings) (*tls.Conn, error) {
	authorities, err := os.ReadFile(s.ca)
	if err != nil {
		fail(err)
	}
	config := &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "localhost"}
	config.RootCAs.AppendCertsFromPEM(authorities)
	if s.cert != "" {
		certificate, err := tls.LoadX509KeyPair(s.cert, s.key)
		if err != nil {
			fail(err)
		}
		config.Certificates = []tls.Certificate{certificate}
	}
	c, err := tls.DialWithDialer(&net.Dialer{Timeout: s.timeout}, "tcp", s.addr, config)
	if err != nil {
		return nil, err
	}
	return c, c.SetDeadline(time.Now().Add(s.timeout))
}
