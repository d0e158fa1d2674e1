package main

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"time"
)

// The counterparts of the .NET types whose values come to typed.
type (
	Scalars struct {
		B    bool
		I8   int8
		I16  int16
		I32  int32
		I64  int64
		U8   uint8
		U16  uint16
		U32  uint32
		U64  uint64
		F32  float32
		F64  float64
		C    complex128
		S    string
		By   []byte
		Day  time.Weekday
		Set  Flags
		Took time.Duration
	}
	Collections struct {
		Ints    []int32
		Strings []string
		Rows    [][]float64
		Counts  map[string]int64
		Points  map[int64]Point
		Lists   map[string][]int16
		Blobs   [][]byte
		Unique  []uint32
		Shorts  []uint16
		Three   [3]int64
		Grid    [2][2]float32
		Keyed   map[bool]string
		Bools   []bool
	}
	Branch struct {
		Name   string
		Kids   []*Branch
		Next   *Branch
		At     *Point
		N      *int
		Origin Point
		ByName map[string]*Branch
	}
	Opaques struct {
		At    time.Time
		Until *time.Time
		Big   *big.Int
		Maybe *big.Int
		Ratio *big.Rat
		Real  *big.Float
		Link  *url.URL
		Addr  netip.Addr
		End   netip.AddrPort
		Net   *netip.Prefix
		Times map[string]time.Time
		Bigs  []*big.Int
	}
	Sketch struct {
		Main   Shape
		Others []Shape
		Named  map[string]Shape
		Any    any
		Anys   []any
	}
)

var counterparts = map[string]reflect.Type{
	"Scalars": typeOf[Scalars](), "Collections": typeOf[Collections](), "Branch": typeOf[Branch](), "Opaques": typeOf[Opaques](),
	"Sketch": typeOf[Sketch](),
}

type sent struct {
	Type string `json:"type"`
	Hex  string `json:"hex"`
}

type received struct {
	JSON  string `json:"json"`
	Hex   string `json:"hex"`
	Error string `json:"error,omitempty"`
}

// typed decodes the gobs that come on stdin, {"type":…,"hex":…}, to the counterparts of their types. Each is answered by {"json":…,"hex":…}: the
// decoded value as Gob JSON, and as Go encodes it.
func typed([]string) error {
	in, out := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for {
		var s sent
		if err := in.Decode(&s); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		r, err := answerTyped(s)
		if err != nil {
			r.Error = err.Error()
		}
		if err := out.Encode(r); err != nil {
			return err
		}
	}
}

func answerTyped(s sent) (received, error) {
	t, ok := counterparts[s.Type]
	if !ok {
		return received{}, fmt.Errorf("no counterpart of %q", s.Type)
	}
	b, err := hex.DecodeString(s.Hex)
	if err != nil {
		return received{}, err
	}
	values, err := decode([]reflect.Type{t}, b)
	if err != nil {
		return received{}, err
	}
	var again bytes.Buffer
	if err := gob.NewEncoder(&again).EncodeValue(values[0]); err != nil {
		return received{}, err
	}
	return received{JSON: gobJSON(values[0]), Hex: hex.EncodeToString(again.Bytes())}, nil
}
