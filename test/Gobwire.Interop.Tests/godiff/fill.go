package main

import (
	"math"
	"math/big"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
	"time"
)

// fill sets a value at random. An element may not be a nil pointer, which has no form in gob.
func (g *generator) fill(v reflect.Value, depth int, element bool) {
	g.budget--
	t := v.Type()
	if t.Kind() == reflect.Pointer {
		if !element && (g.chance(g.zeros) || g.budget < 0 || depth > 8) {
			return
		}
		p := reflect.New(t.Elem())
		g.fill(p.Elem(), depth+1, true)
		v.Set(p)
		return
	}
	if g.fillOpaque(v) || g.chance(g.zeros) && t.Kind() != reflect.Struct && t.Kind() != reflect.Array {
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := 0; i < t.NumField(); i++ {
			if f := t.Field(i); f.IsExported() && f.Type.Kind() != reflect.Chan && f.Type.Kind() != reflect.Func {
				g.fill(v.Field(i), depth+1, false)
			}
		}
	case reflect.Array:
		for i := 0; i < v.Len(); i++ {
			g.fill(v.Index(i), depth+1, true)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(t, g.length(t.Elem(), depth), 8*64))
		for i := 0; i < v.Len(); i++ {
			g.fill(v.Index(i), depth+1, true)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(t))
		for n := g.length(t, depth); n > 0; n-- {
			key, value := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			inKey := g.inKey
			g.inKey = true
			g.fill(key, depth+1, true)
			g.inKey = inKey
			g.fill(value, depth+1, true)
			v.SetMapIndex(key, value)
		}
	case reflect.Interface:
		g.fillInterface(v, depth)
	default:
		g.fillScalar(v)
	}
}

// length is short, and seldom long where the elements are small.
func (g *generator) length(element reflect.Type, depth int) int {
	switch {
	case g.budget < 0 || depth > 8:
		return 0
	case element.Kind() <= reflect.Complex128 && g.chance(0.03):
		return g.Intn(400)
	}
	return g.Intn(4)
}

func (g *generator) fillInterface(v reflect.Value, depth int) {
	if g.budget < 0 || depth > 8 {
		return
	}
	t := pick(g, shapes)
	if v.NumMethod() == 0 {
		t = g.concreteType()
	}
	x := reflect.New(t).Elem()
	g.fill(x, depth+1, true)
	v.Set(x)
}

func (g *generator) fillScalar(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString(g.text())
	case reflect.Float32, reflect.Float64:
		v.SetFloat(g.float())
	case reflect.Complex64, reflect.Complex128:
		v.SetComplex(complex(g.float(), g.float()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		v.SetUint(g.bits() & (math.MaxUint64 >> (64 - v.Type().Bits())))
	default:
		v.SetInt(int64(g.bits()) << (64 - v.Type().Bits()) >> (64 - v.Type().Bits()))
	}
}

// bits are of any length, and often at a border.
func (g *generator) bits() uint64 {
	switch g.Intn(4) {
	case 0:
		return uint64(g.Intn(300)) - 150
	case 1:
		return 1<<g.Intn(64) - uint64(g.Intn(3)) + 1
	}
	return g.Uint64() >> g.Intn(64)
}

func (g *generator) float() float64 {
	switch g.Intn(5) {
	case 0:
		return pick(g, []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), math.MaxFloat64, -math.MaxFloat64,
			math.SmallestNonzeroFloat64, math.MaxFloat32, math.SmallestNonzeroFloat32, 1 << 53, 1e21, 1e20, 1e-6, 1e-7, 0.1})
	case 1:
		return math.Float64frombits(g.Uint64())
	case 2:
		return float64(g.Intn(2000) - 1000)
	}
	return g.NormFloat64() * math.Pow(10, float64(g.Intn(40)-20))
}

var parts = []string{"", "a", "hello", "Zürich", "日本語", "𝛑", "\n", "\x00", "\"", "\\", "<&>", "\u2028", "\ufffd", "\x7f", "\xff", "\xe2\x82", "\xf0\x9f\x98", "\xed\xa0\x80", "\xc0\x80", "€"}

func (g *generator) text() string {
	if g.chance(0.02) {
		return strings.Repeat(pick(g, parts), g.Intn(300))
	}
	var b strings.Builder
	for n := g.Intn(5); n > 0; n-- {
		b.WriteString(pick(g, parts))
	}
	return b.String()
}

// fillOpaque fills the types that have their own form.
func (g *generator) fillOpaque(v reflect.Value) bool {
	var x any
	zero := g.chance(g.zeros)
	switch v.Interface().(type) {
	case time.Time:
		x = g.time(zero)
	case big.Int:
		x = *g.bigInt(zero)
	case big.Rat:
		x = *new(big.Rat).SetFrac(g.bigInt(zero), new(big.Int).SetUint64(g.bits()|1))
	case big.Float:
		x = *new(big.Float).SetPrec(uint(g.Intn(200))).SetInt(g.bigInt(zero))
	case url.URL:
		x = url.URL{}
		if !zero {
			x = url.URL{Scheme: "https", Host: "example.org", Path: "/a b/" + pick(g, []string{"", "ü", "c"}), RawQuery: "q=1", Fragment: "f"}
		}
	case netip.Addr:
		x = netip.Addr{}
		if !zero {
			x = pick(g, []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("fe80::1%eth0")})
		}
	case Money:
		x = Money{int64(g.bits() >> 1)}
		if zero {
			x = Money{}
		}
	case Raw:
		x = Raw{g.text()}
	case Bin:
		x = Bin{byte(g.bits())}
		if zero {
			x = Bin{}
		}
	case PtrBin:
		x = PtrBin{byte(g.bits())}
	default:
		return false
	}
	v.Set(reflect.ValueOf(x))
	return true
}

func (g *generator) bigInt(zero bool) *big.Int {
	i := new(big.Int)
	if !zero {
		i.Rand(g.Rand, new(big.Int).Lsh(big.NewInt(1), uint(1+g.Intn(300))))
	}
	if g.chance(0.5) {
		i.Neg(i)
	}
	return i
}

// time is in the years 1 to 9999, and at times beyond; its zone has whole minutes, or seconds too.
func (g *generator) time(zero bool) time.Time {
	if zero {
		return time.Time{}
	}
	const begin, end = -62135596800, 253402300800
	t := time.Unix(begin+g.Int63n(end-begin), g.Int63n(1e9)*int64(g.Intn(2))).UTC()
	if g.chance(0.05) {
		t = time.Unix(pick(g, []int64{begin, begin - 1, end, end - 1, math.MaxInt32, -1}), 0).UTC()
	}
	switch g.Intn(4) {
	case 0:
		return t
	case 1:
		return t.In(time.FixedZone("", g.Intn(60*24)*60))
	case 2:
		return t.In(time.FixedZone("", -(2+g.Intn(60*23))*60))
	}
	return t.In(time.FixedZone("", 60+g.Intn(60*60*12)))
}
