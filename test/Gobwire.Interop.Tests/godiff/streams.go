package main

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"reflect"
	"sync"
)

type made struct {
	Stream int      `json:"stream"`
	Hex    string   `json:"hex"`
	JSON   []string `json:"json"`
	Types  []string `json:"types"`
}

type answer struct {
	Stream int    `json:"stream"`
	Hex    string `json:"hex"`
}

type judged struct {
	Stream  int    `json:"stream"`
	Verdict string `json:"verdict"`
}

// pending is a stream whose re-encoded bytes are waited for.
type pending struct {
	types []reflect.Type
	gob   []byte
}

// window bounds how many streams are pending: types are made while others are checked.
const window = 64

// streams makes each stream from the seed and its number. For each a line goes to stdout, {"stream":I,"hex":…,"json":[…],"types":[…]}. For each
// line that comes on stdin, {"stream":I,"hex":…}, a verdict goes to stdout, {"stream":I,"verdict":…}: empty where Go decodes those bytes to
// what it decodes its own to.
func streams(arguments []string) error {
	flags := flag.NewFlagSet("streams", flag.ExitOnError)
	seed := flags.Int64("seed", 1, "seed of all streams")
	start := flags.Int("start", 0, "number of the first stream")
	count := flags.Int("count", 1, "how many streams to make")
	must(flags.Parse(arguments))
	var (
		mu      sync.Mutex
		waiting = map[int]pending{}
		slots   = make(chan struct{}, window)
		out     = json.NewEncoder(os.Stdout)
		done    = make(chan error, 1)
	)
	print := func(line any) {
		mu.Lock()
		defer mu.Unlock()
		must(out.Encode(line))
	}
	go func() {
		in := json.NewDecoder(bufio.NewReader(os.Stdin))
		for i := 0; i < *count; i++ {
			var a answer
			if err := in.Decode(&a); err != nil {
				done <- fmt.Errorf("after %d of %d answers: %w", i, *count, err)
				return
			}
			mu.Lock()
			p, ok := waiting[a.Stream]
			delete(waiting, a.Stream)
			mu.Unlock()
			if !ok {
				done <- fmt.Errorf("an answer for stream %d, which is not pending", a.Stream)
				return
			}
			<-slots
			print(judged{a.Stream, judge(p, a.Hex)})
		}
		done <- nil
	}()
	for i := *start; i < *start+*count; i++ {
		slots <- struct{}{}
		m, p := makeStream(*seed, i)
		mu.Lock()
		waiting[i] = p
		mu.Unlock()
		print(m)
	}
	return <-done
}

// makeStream makes a stream's values, and encodes them by one encoder.
func makeStream(seed int64, number int) (made, pending) {
	g := newGenerator(seed, number)
	var b bytes.Buffer
	enc := gob.NewEncoder(&b)
	m, p := made{Stream: number}, pending{}
	for _, v := range g.values() {
		if err := enc.EncodeValue(v); err != nil {
			panic(fmt.Sprintf("seed %d, stream %d, type %v: %v", seed, number, v.Type(), err))
		}
		m.JSON = append(m.JSON, gobJSON(v))
		m.Types = append(m.Types, v.Type().String())
		p.types = append(p.types, v.Type())
	}
	p.gob = b.Bytes()
	m.Hex = hex.EncodeToString(p.gob)
	return m, p
}

func judge(p pending, ours string) string {
	b, err := hex.DecodeString(ours)
	if err != nil {
		return err.Error()
	}
	want, err := decode(p.types, p.gob)
	if err != nil {
		return "Go does not read its own: " + err.Error()
	}
	got, err := decode(p.types, b)
	if err != nil {
		return err.Error()
	}
	for i := range want {
		if !alike(want[i], got[i]) {
			return fmt.Sprintf("value %d is %s, want %s", i, gobJSON(got[i]), gobJSON(want[i]))
		}
	}
	return ""
}

// decode reads a value of each type, and then wants the end.
func decode(types []reflect.Type, b []byte) ([]reflect.Value, error) {
	dec := gob.NewDecoder(bytes.NewReader(b))
	var values []reflect.Value
	for i, t := range types {
		p := reflect.New(t)
		if err := dec.DecodeValue(p); err != nil {
			return nil, fmt.Errorf("value %d: %w", i, err)
		}
		values = append(values, p.Elem())
	}
	if err := dec.DecodeValue(reflect.Value{}); err != io.EOF {
		return nil, fmt.Errorf("after the last value: %v", err)
	}
	return values, nil
}
