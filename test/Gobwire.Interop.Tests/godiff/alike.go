package main

import (
	"bytes"
	"math"
	"reflect"
)

// alike is reflect.DeepEqual for what two decoders made of the same value: NaN is itself here, and what has its own form is compared by that.
func alike(a, b reflect.Value) bool {
	if a.IsValid() != b.IsValid() {
		return false
	}
	if !a.IsValid() {
		return true
	}
	t := a.Type()
	if t != b.Type() {
		return false
	}
	if t.Kind() != reflect.Pointer && opaque(t) {
		return bytes.Equal(opaqueBytes(a), opaqueBytes(b))
	}
	switch t.Kind() {
	case reflect.Float32, reflect.Float64:
		return math.Float64bits(a.Float()) == math.Float64bits(b.Float())
	case reflect.Complex64, reflect.Complex128:
		x, y := a.Complex(), b.Complex()
		return math.Float64bits(real(x)) == math.Float64bits(real(y)) && math.Float64bits(imag(x)) == math.Float64bits(imag(y))
	case reflect.Pointer, reflect.Interface:
		return a.IsNil() == b.IsNil() && (a.IsNil() || alike(a.Elem(), b.Elem()))
	case reflect.Slice:
		if a.IsNil() != b.IsNil() {
			return false
		}
		fallthrough
	case reflect.Array:
		if a.Len() != b.Len() {
			return false
		}
		for i := 0; i < a.Len(); i++ {
			if !alike(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Map:
		return a.IsNil() == b.IsNil() && a.Len() == b.Len() && sameEntries(a, b)
	case reflect.Struct:
		for i := 0; i < a.NumField(); i++ {
			if t.Field(i).IsExported() && !alike(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// sameEntries looks for each entry among all: a key that is NaN is found no other way.
func sameEntries(a, b reflect.Value) bool {
	type entry struct{ key, value reflect.Value }
	var left []entry
	for it := b.MapRange(); it.Next(); {
		left = append(left, entry{it.Key(), it.Value()})
	}
next:
	for it := a.MapRange(); it.Next(); {
		for i, e := range left {
			if alike(it.Key(), e.key) && alike(it.Value(), e.value) {
				left = append(left[:i], left[i+1:]...)
				continue next
			}
		}
		return false
	}
	return true
}
