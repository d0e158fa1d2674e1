// opaque writes ../opaque.jsonl: gob streams of types with a form of their own, one case a line, each from a fresh
// process so that its first type has id 65. Run it as: go run .
//
// With the argument check it reads such lines from standard input, decodes each into the types of its case, and
// compares with the case's values: ours must be as good as Go's.
package main

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"sort"
)

type row struct {
	Name string `json:"name"`
	Hex  string `json:"hex"`
}

func main() {
	gob.RegisterName("main.Money", Money{})
	gob.RegisterName("main.Box", Box{})
	gob.RegisterName("[]interface {}", []any{})
	gob.RegisterName("net/netip.Addr", addr("10.0.0.1"))
	switch {
	case len(os.Args) == 3 && os.Args[1] == "case":
		os.Stdout.Write(encode(os.Args[2]))
	case len(os.Args) == 2 && os.Args[1] == "check":
		check()
	default:
		write()
	}
}

func write() {
	names := make([]string, 0, len(cases))
	for name := range cases {
		names = append(names, name)
	}
	sort.Strings(names)
	out, err := os.Create("../opaque.jsonl")
	must(err)
	defer out.Close()
	for _, name := range names {
		cmd := exec.Command(os.Args[0], "case", name)
		cmd.Stderr = os.Stderr
		stream, err := cmd.Output()
		must(err)
		line, err := json.Marshal(row{name, hex.EncodeToString(stream)})
		must(err)
		fmt.Fprintf(out, "%s\n", line)
	}
}

func encode(name string) []byte {
	var b bytes.Buffer
	enc := gob.NewEncoder(&b)
	for _, v := range cases[name]() {
		must(enc.Encode(v))
	}
	return b.Bytes()
}

func check() {
	failed := false
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var r row
		must(json.Unmarshal(in.Bytes(), &r))
		stream, err := hex.DecodeString(r.Hex)
		must(err)
		dec := gob.NewDecoder(bytes.NewReader(stream))
		for i, want := range cases[r.Name]() {
			got := reflect.New(reflect.TypeOf(want))
			if err := dec.Decode(got.Interface()); err != nil {
				fmt.Printf("%s %d: %v\n", r.Name, i, err)
				failed = true
			} else if fmt.Sprintf("%#v", plain(got.Elem().Interface())) != fmt.Sprintf("%#v", plain(want)) {
				fmt.Printf("%s %d: got %#v, want %#v\n", r.Name, i, plain(got.Elem().Interface()), plain(want))
				failed = true
			} else {
				fmt.Printf("%s %d: ok\n", r.Name, i)
			}
		}
	}
	if failed {
		os.Exit(1)
	}
}

// plain is a value as JSON, where pointers and unset capacity do not show.
func plain(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("%+v", v)
	}
	return string(b)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
