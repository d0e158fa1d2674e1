package main

import (
	"fmt"
	"math/rand"
	"reflect"
)

// generator makes the types and values of one stream.
type generator struct {
	*rand.Rand
	number int
	pool   []reflect.Type // types made before, to be met again
	zeros  float64        // how often a value is its zero
	budget int            // how many parts its values may still have
	made   int            // how many types were registered
	inKey  bool           // what an interface holds must be comparable
}

func newGenerator(seed int64, number int) *generator {
	r := rand.New(rand.NewSource(seed*1_000_003 + int64(number)))
	return &generator{Rand: r, number: number, zeros: r.Float64() * 0.7, budget: 400}
}

func pick[T any](g *generator, from []T) T { return from[g.Intn(len(from))] }

func (g *generator) chance(p float64) bool { return g.Float64() < p }

// values makes the stream's values: some of one type, some of several.
func (g *generator) values() []reflect.Value {
	var tops []reflect.Type
	for n := 1 + g.Intn(3); n > 0; n-- {
		tops = append(tops, g.top())
	}
	var values []reflect.Value
	for n := 1 + g.Intn(5); n > 0; n-- {
		v := reflect.New(pick(g, tops)).Elem()
		g.fill(v, 0, false)
		values = append(values, v)
	}
	return values
}

// top makes a type for the top level: structs more often than not. Pointers are looked through, an interface is sent as such.
func (g *generator) top() reflect.Type {
	t := g.structType(0, true, false)
	if g.chance(0.4) {
		t = g.typ(0, true)
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// typ makes a type. What is addressable may have its marshaler on the pointer.
func (g *generator) typ(depth int, addressable bool) reflect.Type {
	if len(g.pool) > 0 && g.chance(0.1) {
		return pick(g, g.pool)
	}
	n := g.Intn(14)
	if depth > 4 {
		n = g.Intn(7)
	}
	switch n {
	case 0, 1, 2, 3:
		return pick(g, scalars)
	case 4, 5:
		return pick(g, anywhere)
	case 6:
		if addressable {
			return pick(g, addressed)
		}
		return pick(g, anywhere)
	case 7, 8:
		return g.keep(reflect.SliceOf(g.typ(depth+1, true)), true)
	case 9:
		return g.keep(reflect.ArrayOf(g.Intn(4), g.typ(depth+1, addressable)), !addressable)
	case 10:
		return g.keep(reflect.MapOf(g.keyType(depth+1), g.typ(depth+1, false)), true)
	case 11:
		return reflect.PointerTo(g.typ(depth+1, true))
	default:
		return g.structType(depth+1, addressable, false)
	}
}

// keep lets a type be met again, where it may be part of any other.
func (g *generator) keep(t reflect.Type, anywhere bool) reflect.Type {
	if anywhere && g.chance(0.5) {
		g.pool = append(g.pool, t)
	}
	return t
}

func (g *generator) keyType(depth int) reflect.Type {
	switch {
	case depth > 3 || g.chance(0.8):
		return pick(g, keys)
	case g.chance(0.3):
		return typeOf[any]()
	case g.chance(0.5):
		return reflect.ArrayOf(g.Intn(3), g.keyType(depth+1))
	}
	return g.structType(depth, false, true)
}

var fieldNames = []string{"A", "B", "Name", "ID", "Value", "X1", "Long_name_with_underscores", "Ärger", "Ωmega", "Z", "Type", "Ключ", "Q", "R", "S", "T", "U", "V", "W"}

// structType makes a struct; a wide one at times, and one without fields.
func (g *generator) structType(depth int, addressable, key bool) reflect.Type {
	n := g.Intn(6)
	if depth == 0 {
		n++
	}
	if g.chance(0.03) {
		n = len(fieldNames)
	}
	var fields []reflect.StructField
	for _, i := range g.Perm(len(fieldNames))[:n] {
		f := reflect.StructField{Name: fieldNames[i]}
		if key {
			f.Type = g.keyType(depth + 1)
		} else {
			f.Type = g.typ(depth+1, addressable)
		}
		fields = append(fields, f)
	}
	if n > 0 && !key && g.chance(0.1) {
		// What is never sent takes no field number.
		fields = append(fields, reflect.StructField{Name: "hidden", PkgPath: "main", Type: typeOf[int]()})
		fields = append(fields, reflect.StructField{Name: "Channel", Type: typeOf[chan int]()})
		g.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	}
	return g.keep(reflect.StructOf(fields), !addressable)
}

// concreteType is a type for an interface value: a registered one, or one made up and registered.
func (g *generator) concreteType() reflect.Type {
	for !g.inKey && g.chance(0.2) {
		t := g.typ(3, false)
		if base(t).Kind() == reflect.Interface || t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Pointer {
			continue // an interface value holds no other, and encoding/gob panics on a marshaler behind two pointers there
		}
		if _, known := names.Load(base(t)); !known {
			g.made++
			register(fmt.Sprintf("stream%d.Type%d", g.number, g.made), t)
		}
		return t
	}
	for {
		t := pick(g, concrete)
		// Structs and pointers may hold what is not.
		if !g.inKey || t.Comparable() && t.Kind() != reflect.Pointer && t.Kind() != reflect.Struct {
			return t
		}
	}
}
