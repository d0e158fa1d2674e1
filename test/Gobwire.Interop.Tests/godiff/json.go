package main

import (
	"encoding"
	"encoding/base64"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// gobJSON is a value as Gob JSON, made of the value and not of its gob: what encoding/gob leaves off the wire is left out here too.
func gobJSON(v reflect.Value) string {
	var b strings.Builder
	write(&b, indirect(v))
	return b.String()
}

func indirect(v reflect.Value) reflect.Value {
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return v
}

var (
	gobEncoder      = typeOf[gob.GobEncoder]()
	binaryMarshaler = typeOf[encoding.BinaryMarshaler]()
)

// byValue tells whether the value itself, and not only its pointer, makes its own form.
func byValue(t reflect.Type) bool { return t.Implements(gobEncoder) || t.Implements(binaryMarshaler) }

func opaque(t reflect.Type) bool { return byValue(t) || byValue(reflect.PointerTo(t)) }

func opaqueBytes(v reflect.Value) []byte {
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	var b []byte
	var err error
	switch m := p.Interface().(type) {
	case gob.GobEncoder:
		b, err = m.GobEncode()
	case encoding.BinaryMarshaler:
		b, err = m.MarshalBinary()
	}
	must(err)
	return b
}

func float(f float64) string {
	switch {
	case math.IsNaN(f):
		return `"NaN"`
	case math.IsInf(f, 1):
		return `"Infinity"`
	case math.IsInf(f, -1):
		return `"-Infinity"`
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// quote makes U+FFFD of each maximal invalid part, where encoding/json makes it of each byte.
func quote(s string) string {
	var valid strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 {
			n = invalidLength(s)
		}
		valid.WriteRune(r)
		s = s[n:]
	}
	b, err := json.Marshal(valid.String())
	must(err)
	return string(b)
}

// invalidLength is that of the longest beginning of s that a valid sequence may have, or 1.
func invalidLength(s string) int {
	for n := 3; n > 1; n-- {
		if n > len(s) {
			continue
		}
		// Only a second byte has a range of its own, so that what may follow it is the same for all.
		for _, tail := range []string{"\x80", "\x80\x80"} {
			if r, size := utf8.DecodeRuneInString(s[:n] + tail); r != utf8.RuneError && size == n+len(tail) {
				return n
			}
		}
	}
	return 1
}

func base64Text(b []byte) string { return quote(base64.StdEncoding.EncodeToString(b)) }

// timeText is RFC 3339 for version 1 in the years that has.
func timeText(t time.Time) string {
	b := opaqueBytes(reflect.ValueOf(t))
	if b[0] != 1 || t.Year() < 1 || t.Year() > 9999 {
		return base64Text(b)
	}
	return quote(t.Format(time.RFC3339Nano))
}

func write(b *strings.Builder, v reflect.Value) {
	t := v.Type()
	if opaque(t) {
		if x, ok := v.Interface().(time.Time); ok {
			b.WriteString(timeText(x))
		} else {
			b.WriteString(base64Text(opaqueBytes(v)))
		}
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		fmt.Fprint(b, v.Bool())
	case reflect.Float32, reflect.Float64:
		b.WriteString(float(v.Float()))
	case reflect.Complex64, reflect.Complex128:
		fmt.Fprintf(b, "[%s,%s]", float(real(v.Complex())), float(imag(v.Complex())))
	case reflect.String:
		b.WriteString(quote(v.String()))
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 {
			b.WriteString(base64Text(v.Bytes()))
			return
		}
		b.WriteByte('[')
		for i := 0; i < v.Len(); i++ {
			comma(b, i > 0)
			write(b, indirect(v.Index(i)))
		}
		b.WriteByte(']')
	case reflect.Map:
		writeMap(b, v)
	case reflect.Struct:
		writeStruct(b, v)
	case reflect.Interface:
		if v.IsNil() {
			b.WriteString("null")
			return
		}
		fmt.Fprintf(b, `{"$type":%s,"$value":`, quote(registered(v.Elem().Type())))
		write(b, indirect(v.Elem()))
		b.WriteByte('}')
	default:
		if v.CanInt() {
			fmt.Fprint(b, v.Int())
		} else {
			fmt.Fprint(b, v.Uint())
		}
	}
}

func comma(b *strings.Builder, wanted bool) {
	if wanted {
		b.WriteByte(',')
	}
}

func writeStruct(b *strings.Builder, v reflect.Value) {
	b.WriteByte('{')
	first := true
	for i := 0; i < v.NumField(); i++ {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Type.Kind() == reflect.Chan || f.Type.Kind() == reflect.Func {
			continue
		}
		x := indirect(v.Field(i))
		if !x.IsValid() || omitted(x, f.Type.Kind() == reflect.Pointer) {
			continue
		}
		comma(b, !first)
		first = false
		b.WriteString(quote(f.Name) + ":")
		write(b, x)
	}
	b.WriteByte('}')
}

// omitted is encoding/gob's rule for a struct's field: arrays and structs always travel.
func omitted(v reflect.Value, pointer bool) bool {
	if opaque(v.Type()) {
		return !pointer && byValue(v.Type()) && v.IsZero()
	}
	switch v.Kind() {
	case reflect.Array, reflect.Struct:
		return false
	case reflect.Map, reflect.Interface:
		return v.IsNil()
	case reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Float32, reflect.Float64:
		return v.Float() == 0
	case reflect.Complex64, reflect.Complex128:
		return v.Complex() == 0
	}
	return v.IsZero()
}

// isObject tells the maps that are JSON objects: their keys are text, or have one.
func isObject(key reflect.Type) bool {
	switch key.Kind() {
	case reflect.Array, reflect.Struct, reflect.Interface, reflect.Pointer, reflect.Complex64, reflect.Complex128:
		return false
	}
	return !opaque(key)
}

func writeMap(b *strings.Builder, v reflect.Value) {
	object := isObject(v.Type().Key())
	opening, closing := "[", "]"
	if object {
		opening, closing = "{", "}"
	}
	b.WriteString(opening)
	first := true
	for it := v.MapRange(); it.Next(); first = false {
		comma(b, !first)
		var key strings.Builder
		write(&key, indirect(it.Key()))
		switch text := key.String(); {
		case !object:
			b.WriteString("[" + text + ",")
		case text[0] == '"':
			b.WriteString(text + ":")
		default:
			b.WriteString(`"` + text + `":`)
		}
		write(b, indirect(it.Value()))
		if !object {
			b.WriteByte(']')
		}
	}
	b.WriteString(closing)
}

// registered is the name under which a type travels in an interface value.
func registered(t reflect.Type) string {
	name, _ := names.Load(base(t))
	return name.(string)
}
