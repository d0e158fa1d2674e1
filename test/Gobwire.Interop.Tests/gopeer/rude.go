package main

import (
	"fmt"
	"io"
	"math/rand"
	"time"
)

// stillServes shows that a rude connection disturbed nobody else.
func stillServes(s settings) error {
	err := withPeer(s, func(p *peer) error {
		if err := exchange(p, "still there?", 1); err != nil {
			return err
		}
		return p.finish()
	})
	if err != nil {
		return fmt.Errorf("after a rude connection, a polite one: %w", err)
	}
	return nil
}

// dieMidGob goes away in the middle of a gob, at every place of it, by turns with a reset and with a clean end.
func dieMidGob(s settings) error {
	all := gobCommand(sample(5))
	for cut := len("GOB\n"); cut < len(all); cut++ {
		err := withPeer(s, func(p *peer) error {
			if err := p.send(all[:cut]); err != nil {
				return err
			}
			if cut%2 == 0 {
				return p.SetLinger(0) // closing resets
			}
			return p.finish()
		})
		if err != nil {
			return fmt.Errorf("cut after %d bytes: %w", cut, err)
		}
	}
	fmt.Printf("died at %d places\n", len(all)-len("GOB\n"))
	return stillServes(s)
}

// garbage sends random bytes, where a name belongs and where a gob does, and wants the connection ended.
func garbage(s settings) error {
	random := rand.New(rand.NewSource(s.seed))
	for i := 0; i < s.conns; i++ {
		err := withPeer(s, func(p *peer) error {
			b := make([]byte, 1+random.Intn(64<<10))
			random.Read(b)
			if i%2 == 0 {
				b = append([]byte("GOB\n"), b...)
			}
			if err := p.send(b); err != nil && !isEnd(err) {
				return err
			}
			// The server may have ended the connection before: then this fails too, and that is well.
			if err := p.CloseWrite(); err != nil && !isEnd(err) {
				return err
			}
			if rest, err := io.ReadAll(p.in); err != nil && !isEnd(err) || len(rest) > 0 {
				return fmt.Errorf("got %q: %v", rest, err)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("connection %d of seed %d: %w", i, s.seed, err)
		}
	}
	fmt.Printf("%d connections ended\n", s.conns)
	return stillServes(s)
}

// unknown sends a command that nobody knows, and goes on sending: the connection must end without a word.
func unknown(s settings) error {
	return withPeer(s, func(p *peer) error {
		if err := p.send([]byte("NOBODY KNOWS\nSTRING\ntext\n")); err != nil {
			return err
		}
		if err := p.expectEnd(); err != nil {
			return err
		}
		fmt.Println("closed")
		return stillServes(s)
	})
}

// slow sends without ever reading, and wants to be let go.
func slow(s settings) error {
	return withPeer(s, func(p *peer) error {
		var batch []byte
		for len(batch) < 64<<10 {
			batch = append(batch, stringCommand("no hurry")...)
		}
		begin, sent := time.Now(), 0
		for {
			n, err := p.Write(batch)
			sent += n
			if isEnd(err) {
				break
			}
			if err != nil {
				return fmt.Errorf("still connected after %v and %d bytes: %w", time.Since(begin), sent, err)
			}
		}
		fmt.Printf("let go after %d bytes\n", sent)
		return stillServes(s)
	})
}
