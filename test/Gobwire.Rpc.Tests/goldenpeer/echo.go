package main

import (
	"reflect"
	"time"
)

// Echo is a service of one method, which answers with its argument.
type Echo[T any] struct{}

func (Echo[T]) Echo(args *T, reply *T) error {
	*reply = *args
	return nil
}

// ComplexData is the article's struct under a name that net/rpc takes: arguments have exported or unnamed types.
type ComplexData complexData

// echoes has a service for the type of each golden value.
var echoes = map[reflect.Type]any{reflect.TypeOf(complexData{}): Echo[ComplexData]{}}

func echoing[T any]() { echoes[reflect.TypeOf((*T)(nil)).Elem()] = Echo[T]{} }

func init() {
	echoing[**int]()
	echoing[*Point]()
	echoing[[0]int]()
	echoing[[2][2]bool]()
	echoing[[2]string]()
	echoing[[3]int]()
	echoing[[4]uint8]()
	echoing[[]*int]()
	echoing[[]*Point]()
	echoing[[][]int]()
	echoing[[][]uint8]()
	echoing[[]bool]()
	echoing[[]complex64]()
	echoing[[]float64]()
	echoing[[]int]()
	echoing[[]int8]()
	echoing[[]Point]()
	echoing[[]string]()
	echoing[[]uint16]()
	echoing[[]uint8]()
	echoing[bool]()
	echoing[complex128]()
	echoing[complex64]()
	echoing[float32]()
	echoing[float64]()
	echoing[int]()
	echoing[int16]()
	echoing[int32]()
	echoing[int64]()
	echoing[int8]()
	echoing[Anys]()
	echoing[Args]()
	echoing[Celsius]()
	echoing[Deep]()
	echoing[Drawing]()
	echoing[Event]()
	echoing[Grid]()
	echoing[Hidden]()
	echoing[Node]()
	echoing[Opaque]()
	echoing[Outer]()
	echoing[P]()
	echoing[Ping]()
	echoing[Point]()
	echoing[Pointers]()
	echoing[Q]()
	echoing[Request]()
	echoing[Response]()
	echoing[Scalars]()
	echoing[Tags]()
	echoing[Tree]()
	echoing[V1]()
	echoing[V2]()
	echoing[Wide]()
	echoing[map[[2]int]int]()
	echoing[map[bool]int]()
	echoing[map[float64]string]()
	echoing[map[int]any]()
	echoing[map[int]string]()
	echoing[map[Point]string]()
	echoing[map[string]*int]()
	echoing[map[string][]int]()
	echoing[map[string]int]()
	echoing[map[string]P]()
	echoing[map[string]Point]()
	echoing[map[string]map[string]bool]()
	echoing[map[uint8]bool]()
	echoing[string]()
	echoing[struct {
		A int
		B struct{ C string }
	}]()
	echoing[struct {
		E Empty
		N int
	}]()
	echoing[struct{}]()
	echoing[time.Duration]()
	echoing[time.Month]()
	echoing[time.Time]()
	echoing[uint]()
	echoing[uint16]()
	echoing[uint32]()
	echoing[uint64]()
	echoing[uint8]()
	echoing[uintptr]()
}
