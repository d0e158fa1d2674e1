package main

import (
	"encoding/gob"
	"fmt"
	"math"
	"reflect"
	"time"
)

// register names types without giving them ids before the first value: Register does that in Go, so the names are
// those of types that a case's own values bring.
func register() {
	gob.RegisterName("main.Int", Int(0))
	gob.RegisterName("main.Float", Float(0))
	gob.RegisterName("main.Str", Str(""))
}

func ptr[T any](v T) *T { return &v }

var cases = map[string]func() []any{
	"end-to-end": func() []any {
		pi, e := 3.14159, 2.71828
		return []any{&EndToEnd{
			A: 17, B: 18, C: -5,
			M:        map[string]*float64{"pi": &pi},
			M2:       map[int]T3{4: {pi, ptr(42)}},
			Mstring:  map[string]string{"pi": "3.14"},
			Mintptr:  map[int]*int{42: ptr(5)},
			Mcomp:    map[complex128]complex128{1 + 1i: 1 + 1i},
			Marr:     map[[2]string][2]*float64{{"string1", "string2"}: {&pi, &e}},
			EmptyMap: map[string]int{},
			N:        &[3]float64{1.5, 2.5, 3.5},
			Strs:     &[2]string{"string1", "string2"},
			Int64s:   &[]int64{77, 89, 123412342134},
			RI:       17 - 23i,
			S:        "Now is the time",
			Y:        []byte("hello, sailor"),
			T:        &T2{"this is T2"},
		}}
	},
	"overflow": func() []any {
		return []any{
			Input{Maxi: math.MaxInt8 + 1}, Input{Mini: math.MinInt8 - 1}, Input{Maxi: math.MaxInt16 + 1}, Input{Mini: math.MinInt16 - 1},
			Input{Maxi: math.MaxInt32 + 1}, Input{Mini: math.MinInt32 - 1}, Input{Maxu: math.MaxUint8 + 1}, Input{Maxu: math.MaxUint16 + 1},
			Input{Maxu: math.MaxUint32 + 1}, Input{Maxf: math.MaxFloat32 * 2}, Input{Maxc: complex(math.MaxFloat32*2, math.MaxFloat32*2)},
		}
	},
	"indirect": func() []any {
		a, s, m := ptr(ptr([3]int{1, 2, 3})), ptr(ptr([]int{4, 5, 6})), ptr(ptr(ptr(map[string]int{"one": 1})))
		return []any{Indirect{&a, &s, &m}}
	},
	"auto-indirection": func() []any { return []any{T1{17, ptr(177), ptr(ptr(1777)), ptr(ptr(ptr(17777)))}} },
	"ignored-fields": func() []any {
		return []any{IT0{
			17, "hello", []int{1, 2, 3}, [3]float64{1, 2, 3}, true, "pay no attention", []byte("to the curtain"), &RT1{3.1, "hi", 7, "hello"},
			map[string]int{"one": 1}, 3.14159,
		}}
	},
	"interface-item": func() []any {
		gob.RegisterName("main.Vector", Vector{})
		gob.RegisterName("main.Point", Point{})
		return []any{
			&InterfaceItem{1, Int(3), Float(5), Vector{1, 2, 3}, 11.5, []Squarer{Int(3), Float(5), nil, Vector{1, 2, 3}}},
			&InterfaceItem{1, Int(3), Float(5), Point{2, 3}, 11.5, nil},
		}
	},
	"interface-basics": func() []any {
		return []any{&BasicInterfaceItem{
			int(1), int8(1), int16(1), int32(1), int64(1), uint(1), uint8(1), uint16(1), uint32(1), uint64(1), float32(1), 1.0,
			complex64(1i), complex128(1i), true, "hello", []byte("sailor"),
		}}
	},
	"interface-pointers": func() []any { return []any{&PtrInterfaceItem{ptr("howdy"), ptr(Str("kiddo"))}} },
	"unexported":         func() []any { return []any{U{17, "hello", 3.14159, 23}} },
	"on-the-fly": func() []any {
		gob.RegisterName("main.OnTheFly", OnTheFly{})
		return []any{DT{17, "hello", 3.14159, 271828, OnTheFly{3}, nil, map[string]int{"one": 1}, [3]int{11, 22, 33}, []string{"hi", "joe"}}}
	},
	"basics": func() []any {
		return []any{
			true, int(123), int8(123), int16(-12345), int32(123456), int64(-1234567), uint(123), uint8(123), uint16(12345), uint32(123456),
			uint64(1234567), uintptr(12345678), float32(1.2345), float64(1.2345678), complex64(1.2345 + 2.3456i), complex128(1.2345678 + 2.3456789i),
			[]byte("hello"), "hello",
		}
	},
	"int-slices": func() []any {
		return []any{
			[]int8{1, 5, 12, 22, 35, 51, 70, 92, 117}, []int16{145, 176, 210, 247, 287, 330, 376, 425, 477},
			[]int32{532, 590, 651, 715, 782, 852, 925, 1001, 1080}, []int64{1162, 1247, 1335, 1426, 1520, 1617, 1717, 1820, 1926},
		}
	},
	"et1":             func() []any { return []any{&ET1{A: 7, Et2: &ET2{}}, &ET1{A: 7, Et2: &ET2{}}} },
	"arrays":          func() []any { return []any{Type5{[3]string{"hello", ",", "world"}, [3]byte{1, 2, 3}}} },
	"recursive-map":   func() []any { return []any{recursiveMap{"A": {"B": nil}}} },
	"recursive-slice": func() []any { return []any{recursiveSlice{0: {0: nil}, 1: nil}} },
	"defaults": func() []any {
		return []any{Type7{[]bool{false, false, true}, []int{0, 0, 1}, []string{"hi", "", "there"}, []float64{0, 0, 1}}}
	},
	"singletons": func() []any {
		return []any{
			17, float32(17.5), "bike shed", []string{"bike", "shed", "paint", "color"}, map[string]int{"seven": 7}, [7]int{4, 55},
			[7]int{4, 55, 1, 44, 22, 66, 1234}, 172,
		}
	},
	"interface-indirect": func() []any {
		gob.RegisterName("*main.Indirected", &Indirected{})
		return []any{[]Flagger{&Indirected{}}}
	},
	"into-nothing": func() []any {
		gob.RegisterName("*main.NewType0", &NewType0{})
		v := []any{
			&struct{ A int }{23}, "hello, world", []int{1, 2, 3, 4}, &Struct0{&NewType0{"value0"}}, []any{"hi", &NewType0{"value1"}, 23},
		}
		return append(v, &NewType0{"after"})
	},
	"nested-interfaces": func() []any {
		gob.RegisterName("*main.Bug0Outer", &Bug0Outer{})
		gob.RegisterName("*main.Bug0Inner", &Bug0Inner{})
		var v any = &Bug0Outer{&Bug0Outer{&Bug0Inner{7}}}
		return []any{&v}
	},
	"struct-map": func() []any { return []any{Bug1StructMap{"val1": {"elem1", 1}}} },
	"runes":      func() []any { return []any{[]byte("abcd"), []rune("abcd")} },
	"texts": func() []any {
		var v []any
		for i := 0; i < 10; i++ {
			v = append(v, fmt.Sprint(i))
		}
		return v
	},
	"pointers": func() []any { return []any{&[]*Bug3{{1, nil}, {2, nil}}} },
	"map-of-any": func() []any {
		gob.RegisterName("map[string]interface {}", map[string]any{})
		return []any{map[string]any{"foo": map[string]any{"bar": "baz"}}}
	},
	"slices-in-map": func() []any {
		var v []any
		for _, s := range []any{
			uintptr(0), []int{-1}, []int8{-1}, []int16{-1}, []int32{-1}, []int64{-1}, []uint{1}, []uint8{1}, []uint16{1}, []uint32{1}, []uint64{1},
			[]float32{1}, []float64{1}, []complex64{2 - 2i}, []complex128{2 - 2i}, []uintptr{0}, []bool{false}, []string{"s"},
		} {
			v = append(v, map[string]any{"k": s})
		}
		return v
	},
	"empty-structs": func() []any {
		gob.RegisterName("main.Z", Z{})
		v := make([]any, 100)
		for i := range v {
			v[i] = Z{}
		}
		return []any{v}
	},
	"nan-keys": func() []any {
		n := math.NaN()
		return []any{map[float64]string{n: "a", math.Float64frombits(math.Float64bits(n) ^ 1): "a"}}
	},
	"partial": func() []any { return []any{&Partial{[]int{1, 2, 3}, "foo"}, &Partial{[]int{4, 5, 6}, "bar"}} },
	"foo":     func() []any { return []any{Foo{A: 1, G: &Bar{"g"}, I: &Foo{H: &Bar{"h"}}}} },
	"gob-encoder-fields": func() []any {
		return []any{GobTest0{17, &ByteStruct{'A'}}, GobTest3{17, ptr(Gobber(23)), ptr(BinaryGobber(24)), ptr(TextGobber(25))}, GobTest0{X: 18}}
	},
	"gob-encoder-values": func() []any { return []any{&GobTestValueEncDec{17, StringStruct{"HIJKL"}}} },
	"gob-encoder-indirect": func() []any {
		s := ptr(&StringStruct{"HIJKL"})
		return []any{GobTestIndirectEncDec{17, &s}}
	},
	"gob-encoder-array": func() []any {
		var a GobTestArrayEncDec
		a.X = 17
		for i := range a.A.a {
			a.A.a[i] = byte(i)
		}
		return []any{&a}
	},
	"gob-encoder-others": func() []any { return []any{GobTest1{17, &StringStruct{"ABC"}}, GobTest0{17, &ByteStruct{'X'}}} },
	"gob-encoder-value":  func() []any { return []any{GobTest4{17, "hello", "Καλημέρα", "こんにちは"}} },
	"gob-encoder-value-then-pointer": func() []any {
		return []any{GobTest6{
			42, "forty-two", ptr(ValueGobber("six-by-nine")), "1nanocentury", ptr(BinaryValueGobber("πseconds")),
			"gravitationalacceleration", ptr(TextValueGobber("π²ft/s²")),
		}}
	},
	"gob-encoder-pointer-then-value": func() []any {
		return []any{GobTest7{
			42, ptr(ValueGobber("forty-two")), "six-by-nine", ptr(BinaryValueGobber("1nanocentury")), "πseconds",
			ptr(TextValueGobber("gravitationalacceleration")), "π²ft/s²",
		}}
	},
	"gob-encoder-none":       func() []any { return []any{GobTest2{17, "ABC"}} },
	"gob-encoder-singletons": func() []any { return []any{&ByteStruct{'A'}, ptr(Gobber(1234))} },
	"is-zero": func() []any {
		return []any{IsZero{time.Unix(1e9, 0).UTC(), "hello", -55, IsZeroArray{1, 2}, IsZeroInterface{}}}
	},
	"nil-interface": func() []any { var err error; return []any{&err} },
	"deep-array": func() []any {
		nested := reflect.ArrayOf(1, reflect.TypeOf(0))
		for i := 0; i < 100; i++ {
			nested = reflect.ArrayOf(1, nested)
		}
		return []any{reflect.New(reflect.StructOf([]reflect.StructField{{Name: "F", Type: nested}})).Interface()}
	},
	"wide-anonymous": func() []any {
		// Go names a field's anonymous struct by its whole text, here of 3,601 bytes.
		fields := make([]reflect.StructField, 200)
		for i := range fields {
			fields[i] = reflect.StructField{Name: fmt.Sprintf("Member%04d", i), Type: reflect.TypeOf("")}
		}
		outer := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "Rows", Type: reflect.SliceOf(reflect.StructOf(fields))}}))
		rows := reflect.MakeSlice(outer.Elem().Field(0).Type(), 1, 1)
		rows.Index(0).Field(7).SetString("seven")
		outer.Elem().Field(0).Set(rows)
		return []any{outer.Interface()}
	},
}
