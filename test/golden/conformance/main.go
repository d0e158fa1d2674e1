// conformance writes ../conformance.jsonl: the values of the tests of Go's encoding/gob, encoded by it, one case a line,
// each from a fresh process so that its first type has id 65. Run it as: go run .
package main

import (
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"sort"
)

type row struct {
	Name string `json:"name"`
	Hex  string `json:"hex"`
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "case" {
		register()
		os.Stdout.Write(encode(cases[os.Args[2]]()))
		return
	}
	names := make([]string, 0, len(cases))
	for name := range cases {
		names = append(names, name)
	}
	sort.Strings(names)
	out, err := os.Create("../conformance.jsonl")
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

func encode(values []any) []byte {
	var b bytes.Buffer
	enc := gob.NewEncoder(&b)
	for _, v := range values {
		must(enc.Encode(v))
	}
	return b.Bytes()
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
