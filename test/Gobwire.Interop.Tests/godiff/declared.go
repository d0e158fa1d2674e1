package main

import (
	"encoding/gob"
	"math"
	"math/big"
	"net/netip"
	"net/url"
	"reflect"
	"sync"
	"time"
)

// The types that a program cannot make up as it runs: those with names, methods, embedding or recursion.
type (
	Celsius float64
	Flags   uint16
	Octet   byte
	Word    string
	Words   []Word
	Counts  map[Word]int32
	Grid    [2][3]int16
	Blob    []Octet
	Empty   struct{}
	Point   struct{ X, Y int }
	Inner   struct {
		A int8
		B string
	}
	Outer struct {
		Inner
		*Point
		C Inner
		D []Inner
		E map[string]Inner
		F [2]Inner
	}
	Hidden struct {
		Seen   int
		unseen int
		Ch     chan int
		Fn     func()
		Also   string
	}
	Node struct {
		Value int
		Next  *Node
	}
	Tree struct {
		Name string
		Kids []*Tree
	}
	Ping struct {
		N    int
		Pong *Pong
	}
	Pong struct {
		S    string
		Ping *Ping
	}
	Web struct {
		Links map[string]Web
		More  []Web
	}
	Anys struct {
		A any
		L []any
		M map[string]any
	}
	Square  struct{ Side float64 }
	Circle  struct{ R float64 }
	Drawing struct {
		Main   Shape
		Others []Shape
		Named  map[string]Shape
	}
	Shape interface{ Area() float64 }
)

func (s Square) Area() float64  { return s.Side * s.Side }
func (c *Circle) Area() float64 { return math.Pi * c.R * c.R }

// Money has its own form, by methods of the value.
type Money struct{ Units int64 }

func (m Money) GobEncode() ([]byte, error) { return big.NewInt(m.Units).Bytes(), nil }
func (m *Money) GobDecode(b []byte) error {
	m.Units = new(big.Int).SetBytes(b).Int64()
	return nil
}

// Raw has its own form, by methods of the pointer.
type Raw struct{ Bytes string }

func (r *Raw) GobEncode() ([]byte, error) { return []byte(r.Bytes), nil }
func (r *Raw) GobDecode(b []byte) error   { r.Bytes = string(b); return nil }

// Bin is a BinaryMarshaler by methods of the value.
type Bin struct{ V byte }

func (b Bin) MarshalBinary() ([]byte, error)  { return []byte{0xb1, b.V}, nil }
func (b *Bin) UnmarshalBinary(p []byte) error { b.V = p[1]; return nil }

// PtrBin is a BinaryMarshaler by methods of the pointer.
type PtrBin struct{ V byte }

func (b *PtrBin) MarshalBinary() ([]byte, error) { return []byte{0xb2, b.V}, nil }
func (b *PtrBin) UnmarshalBinary(p []byte) error { b.V = p[1]; return nil }

func typeOf[T any]() reflect.Type { return reflect.TypeOf((*T)(nil)).Elem() }

// scalars are the basic types and declared ones of the same kinds.
var scalars = []reflect.Type{
	typeOf[bool](), typeOf[int](), typeOf[int8](), typeOf[int16](), typeOf[int32](), typeOf[int64](),
	typeOf[uint](), typeOf[uint8](), typeOf[uint16](), typeOf[uint32](), typeOf[uint64](), typeOf[uintptr](),
	typeOf[float32](), typeOf[float64](), typeOf[complex64](), typeOf[complex128](), typeOf[string](), typeOf[string](),
	typeOf[Celsius](), typeOf[Flags](), typeOf[Octet](), typeOf[Word](), typeOf[time.Duration](), typeOf[time.Month](),
}

// anywhere may be part of any type.
var anywhere = []reflect.Type{
	typeOf[[]byte](), typeOf[Blob](), typeOf[Words](), typeOf[Counts](), typeOf[Grid](), typeOf[Empty](), typeOf[Point](), typeOf[Inner](),
	typeOf[Outer](), typeOf[Hidden](), typeOf[Node](), typeOf[Tree](), typeOf[Ping](), typeOf[Web](), typeOf[Anys](), typeOf[Drawing](),
	typeOf[any](), typeOf[any](), typeOf[Shape](), typeOf[time.Time](), typeOf[time.Time](), typeOf[netip.Addr](), typeOf[Money](), typeOf[Bin](),
	typeOf[*time.Time](), typeOf[*big.Int](), typeOf[*big.Int](), typeOf[*big.Float](), typeOf[*big.Rat](), typeOf[*url.URL](), typeOf[*Raw](), typeOf[*PtrBin](),
}

// addressed have methods of the pointer only: encoding/gob refuses them in map entries and interfaces.
var addressed = []reflect.Type{typeOf[big.Int](), typeOf[big.Rat](), typeOf[Raw](), typeOf[PtrBin]()}

// keys may be a map's keys; composite ones are made of them.
var keys = append([]reflect.Type{typeOf[Point](), typeOf[Grid](), typeOf[Money](), typeOf[Bin](), typeOf[netip.Addr]()}, scalars...)

// concrete may lie in an any, under the name they are registered by.
var concrete []reflect.Type

// shapes implement Shape.
var shapes = []reflect.Type{typeOf[Square](), typeOf[*Circle]()}

// names are the names under which types are registered. As in encoding/gob a type and the pointers to it share one.
var names sync.Map

func base(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func register(name string, t reflect.Type) {
	names.Store(base(t), name)
	gob.RegisterName(name, reflect.Zero(t).Interface())
}

func init() {
	for name, t := range map[string]reflect.Type{
		"main.Celsius": typeOf[Celsius](), "main.Word": typeOf[Word](), "main.Words": typeOf[Words](), "main.Counts": typeOf[Counts](),
		"main.Grid": typeOf[Grid](), "main.Blob": typeOf[Blob](), "main.Empty": typeOf[Empty](), "main.Point": typeOf[Point](),
		"*main.Inner": typeOf[*Inner](), "example.org/pkg/v2.Outer": typeOf[Outer](), "main.Node": typeOf[Node](), "main.Tree": typeOf[Tree](),
		"main.Web": typeOf[Web](), "main.Anys": typeOf[Anys](), "main.Drawing": typeOf[Drawing](), "main.Square": typeOf[Square](),
		"*main.Circle": typeOf[*Circle](), "main.Money": typeOf[Money](), "main.Bin": typeOf[Bin](), "*main.PtrBin": typeOf[*PtrBin](),
		"time.Time": typeOf[time.Time](), "time.Duration": typeOf[time.Duration](), "*big.Int": typeOf[*big.Int](), "*url.URL": typeOf[*url.URL](),
		"netip.Addr": typeOf[netip.Addr](), "[]interface {}": typeOf[[]any](), "map[string]interface {}": typeOf[map[string]any](),
		"größe.Länge": typeOf[[3]float32](),
	} {
		register(name, t)
	}
	// Ordered, for the same seed to make the same streams.
	concrete = append(concrete, typeOf[Celsius](), typeOf[Word](), typeOf[Words](), typeOf[Counts](), typeOf[Grid](), typeOf[Blob](),
		typeOf[Empty](), typeOf[Point](), typeOf[*Inner](), typeOf[Outer](), typeOf[Node](), typeOf[Tree](), typeOf[Web](), typeOf[Anys](),
		typeOf[Drawing](), typeOf[Square](), typeOf[*Circle](), typeOf[Money](), typeOf[Bin](), typeOf[*PtrBin](), typeOf[time.Time](),
		typeOf[time.Duration](), typeOf[*big.Int](), typeOf[*url.URL](), typeOf[netip.Addr](), typeOf[[]any](), typeOf[map[string]any](),
		typeOf[[3]float32]())
	// These are registered from the start.
	basics := []reflect.Type{
		typeOf[bool](), typeOf[int](), typeOf[int8](), typeOf[int16](), typeOf[int32](), typeOf[int64](), typeOf[uint](), typeOf[uint8](),
		typeOf[uint16](), typeOf[uint32](), typeOf[uint64](), typeOf[uintptr](), typeOf[float32](), typeOf[float64](), typeOf[complex64](),
		typeOf[complex128](), typeOf[string](),
	}
	for _, t := range basics {
		for _, c := range []reflect.Type{t, reflect.SliceOf(t)} {
			names.Store(c, c.String())
			concrete = append(concrete, c)
		}
	}
}
