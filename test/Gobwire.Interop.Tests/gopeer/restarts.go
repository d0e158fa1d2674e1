package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// pipelined is how many commands leave in one write, so that a stop finds some that are not begun.
const pipelined = 3

// longReply is the reply to a line, 20 to 200 KB by its number: more than a packet, so that a cut would show.
func longReply(line string) string {
	number, err := strconv.Atoi(line[strings.IndexByte(line, '/')+1:])
	must(err)
	return line + " " + strings.Repeat("x", 20_000*(1+number%10)) + "\n"
}

// replyTo is what a server answers to a line.
func (s settings) replyTo(line string) string {
	if s.thanked {
		return thanks
	}
	return longReply(line)
}

// restarts keeps a server that is stopped and started again under load, until a line comes on stdin. A command without a reply is never
// sent again. It prints the commands that were acknowledged; a reply that is cut or wrong is an error, and ends it.
func restarts(s settings) error {
	var isOver int32
	go func() {
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
		atomic.StoreInt32(&isOver, 1)
	}()
	acknowledged := make([][]string, s.conns)
	errs := make([]error, s.conns)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for next := 0; atomic.LoadInt32(&isOver) == 0 && errs[i] == nil; {
				acknowledged[i], errs[i] = loadUntilLost(s, i, &next, &isOver, acknowledged[i])
			}
			if errs[i] != nil {
				atomic.StoreInt32(&isOver, 1)
			}
		}(i)
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("connection %d: %w", i, err)
		}
	}
	for _, lines := range acknowledged {
		for _, line := range lines {
			fmt.Println(line)
		}
	}
	return nil
}

// loadUntilLost sends commands on one connection until the server ends it.
func loadUntilLost(s settings, worker int, next *int, isOver *int32, acknowledged []string) ([]string, error) {
	p, err := dial(s.addr, s.timeout)
	if err != nil {
		time.Sleep(time.Millisecond) // it is being started again
		return acknowledged, nil
	}
	defer p.Close()
	for atomic.LoadInt32(isOver) == 0 {
		var lines []string
		var all []byte
		for k := 0; k < pipelined; k++ {
			line := fmt.Sprintf("%d/%d", worker, *next)
			*next++
			lines = append(lines, line)
			all = append(all, stringCommand(line)...)
		}
		if p.send(all) != nil {
			return acknowledged, nil
		}
		for _, line := range lines {
			reply, err := p.in.ReadString('\n')
			switch {
			case err == nil && reply == s.replyTo(line):
				acknowledged = append(acknowledged, line)
			case reply != "":
				return acknowledged, fmt.Errorf("the reply to %s is cut or wrong: %d bytes, %v", line, len(reply), err)
			case err == io.EOF || isEnd(err):
				return acknowledged, nil
			default:
				return acknowledged, err
			}
		}
	}
	return acknowledged, nil
}
