package main

import (
	"encoding/gob"
	"fmt"
	"sync"
	"time"
)

type settings struct {
	addr                 string
	conns, rounds, count int
	seed                 int64
	thanked              bool
	timeout              time.Duration
	ca, cert, key        string
}

var modes = map[string]func(settings) error{
	"article":   article,
	"many":      many,
	"dribble":   dribble,
	"pipeline":  pipeline,
	"kept":      kept,
	"halfclose": halfClose,
	"diemidgob": dieMidGob,
	"garbage":   garbage,
	"unknown":   unknown,
	"slow":      slow,
	"restarts":  restarts,

	"tls":        overTLS,
	"tlsrefused": tlsRefused,
}

// withPeer dials, and closes in the end whatever happened.
func withPeer(s settings, talk func(*peer) error) error {
	p, err := dial(s.addr, s.timeout)
	if err != nil {
		return err
	}
	defer p.Close()
	return talk(p)
}

// article sends both commands.
func article(s settings) error {
	return withPeer(s, func(p *peer) error {
		if err := exchange(p, "Additional data.", 23); err != nil {
			return err
		}
		fmt.Print("STRING: ", thanks, "GOB: sent\n")
		return p.finish()
	})
}

// exchange sends a line and reads its reply, then sends a gob, which has none.
func exchange(p *peer, text string, n int) error {
	if err := p.send(stringCommand(text)); err != nil {
		return err
	}
	if err := p.expectThanks(); err != nil {
		return err
	}
	return p.send(gobCommand(sample(n)))
}

// many has all its connections open before the first of them sends.
func many(s settings) error {
	peers := make([]*peer, s.conns)
	for i := range peers {
		p, err := dial(s.addr, s.timeout)
		if err != nil {
			return fmt.Errorf("connection %d: %w", i, err)
		}
		defer p.Close()
		peers[i] = p
	}
	errs := make([]error, s.conns)
	var wg sync.WaitGroup
	for i, p := range peers {
		wg.Add(1)
		go func(i int, p *peer) {
			defer wg.Done()
			for k := 0; k < s.rounds && errs[i] == nil; k++ {
				errs[i] = exchange(p, fmt.Sprintf("connection %d, round %d", i, k), i*s.rounds+k)
			}
			if errs[i] == nil {
				errs[i] = p.finish()
			}
		}(i, p)
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("connection %d: %w", i, err)
		}
	}
	fmt.Printf("%d connections, %d replies, %d gobs\n", s.conns, s.conns*s.rounds, s.conns*s.rounds)
	return nil
}

// dribble sends both commands a byte a write.
func dribble(s settings) error {
	return withPeer(s, func(p *peer) error {
		all := append(stringCommand("one by one"), gobCommand(sample(7))...)
		all = append(all, stringCommand("and again")...)
		for i := range all {
			if err := p.send(all[i : i+1]); err != nil {
				return err
			}
		}
		for i := 0; i < 2; i++ {
			if err := p.expectThanks(); err != nil {
				return err
			}
		}
		fmt.Println("2 replies")
		return p.finish()
	})
}

// pipeline sends its commands in one write, every tenth of them a gob, and only then reads.
func pipeline(s settings) error {
	return withPeer(s, func(p *peer) error {
		var all []byte
		replies := 0
		for i := 0; i < s.count; i++ {
			if i%10 == 9 {
				all = append(all, gobCommand(sample(i))...)
			} else {
				all = append(all, stringCommand(fmt.Sprintf("line %d", i))...)
				replies++
			}
		}
		if err := p.send(all); err != nil {
			return err
		}
		for i := 0; i < replies; i++ {
			if err := p.expectThanks(); err != nil {
				return fmt.Errorf("reply %d: %w", i, err)
			}
		}
		fmt.Printf("%d commands in one write, %d replies\n", s.count, replies)
		return p.finish()
	})
}

// kept has one gob encoder for the connection: from the second gob on no type is defined.
func kept(s settings) error {
	return withPeer(s, func(p *peer) error {
		encoder := gob.NewEncoder(p)
		for i := 0; i < s.rounds; i++ {
			if err := p.send([]byte("GOB\n")); err != nil {
				return err
			}
			if err := encoder.Encode(sample(i)); err != nil {
				return err
			}
			if err := p.send(stringCommand("between")); err != nil {
				return err
			}
			if err := p.expectThanks(); err != nil {
				return err
			}
		}
		fmt.Printf("%d gobs by one encoder\n", s.rounds)
		return p.finish()
	})
}

// halfClose ends what it sends before it reads.
func halfClose(s settings) error {
	return withPeer(s, func(p *peer) error {
		if err := p.send(stringCommand("and nothing more")); err != nil {
			return err
		}
		if err := p.CloseWrite(); err != nil {
			return err
		}
		if err := p.expectThanks(); err != nil {
			return err
		}
		fmt.Print("STRING: ", thanks)
		return p.expectEnd()
	})
}
