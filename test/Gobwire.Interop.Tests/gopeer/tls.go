package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// addTLS adds the flags of TLS.
func (s *settings) addTLS(flags *flag.FlagSet) {
	flags.StringVar(&s.ca, "ca", "", "PEM file of the authority of the other side (tls)")
	flags.StringVar(&s.cert, "cert", "", "PEM file of the own certificate (tls)")
	flags.StringVar(&s.key, "key", "", "PEM file of its key (tls)")
}

func (s *settings) authorities() *x509.CertPool {
	pem, err := os.ReadFile(s.ca)
	must(err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return pool
}

// overMutualTLS wants a certificate of each client.
func (s *settings) overMutualTLS(l net.Listener) net.Listener {
	certificate, err := tls.LoadX509KeyPair(s.cert, s.key)
	must(err)
	return tls.NewListener(l, &tls.Config{
		Certificates: []tls.Certificate{certificate}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: s.authorities(),
	})
}

// clientName is the common name in a client's certificate, if it has shown one.
func clientName(c net.Conn) string {
	if t, ok := c.(*tls.Conn); ok && len(t.ConnectionState().PeerCertificates) > 0 {
		return t.ConnectionState().PeerCertificates[0].Subject.CommonName
	}
	return ""
}

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
	config := &tls.Config{RootCAs: s.authorities(), ServerName: "localhost"}
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
