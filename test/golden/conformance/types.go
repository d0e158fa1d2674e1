package main

import (
	"fmt"
	"time"
)

type T2 struct{ T string }
type T3 struct {
	X float64
	Z *int
}
type EndToEnd struct {
	A, B, C  int
	M        map[string]*float64
	M2       map[int]T3
	Mstring  map[string]string
	Mintptr  map[int]*int
	Mcomp    map[complex128]complex128
	Marr     map[[2]string][2]*float64
	EmptyMap map[string]int
	N        *[3]float64
	Strs     *[2]string
	Int64s   *[]int64
	RI       complex64
	S        string
	Y        []byte
	T        *T2
}
type Input struct {
	Maxi int64
	Mini int64
	Maxu uint64
	Maxf float64
	Minf float64
	Maxc complex128
	Minc complex128
}
type Indirect struct {
	A ***[3]int
	S ***[]int
	M ****map[string]int
}
type T1 struct {
	A int
	B *int
	C **int
	D ***int
}
type RT1 struct {
	C      float64
	B      string
	A      int
	NotSet string
}
type IT0 struct {
	A        int64
	B        string
	Ignore_d []int
	Ignore_e [3]float64
	Ignore_f bool
	Ignore_g string
	Ignore_h []byte
	Ignore_i *RT1
	Ignore_m map[string]int
	C        float64
}
type Squarer interface{ Square() int }
type Int int
type Float float64
type Vector []int
type Point struct{ X, Y int }

func (i Int) Square() int    { return int(i * i) }
func (f Float) Square() int  { return int(f * f) }
func (v Vector) Square() int { return len(v) }
func (p Point) Square() int  { return p.X*p.X + p.Y*p.Y }

type InterfaceItem struct {
	I             int
	Sq1, Sq2, Sq3 Squarer
	F             float64
	Sq            []Squarer
}
type BasicInterfaceItem struct {
	Int, Int8, Int16, Int32, Int64      any
	Uint, Uint8, Uint16, Uint32, Uint64 any
	Float32, Float64                    any
	Complex64, Complex128               any
	Bool                                any
	String                              any
	Bytes                               any
}
type Str string
type PtrInterfaceItem struct{ Str1, Str2 any }
type U struct {
	A int
	B string
	c float64
	D uint
}
type OnTheFly struct{ A int }
type DT struct {
	A     int
	B     string
	C     float64
	I     any
	J     any
	I_nil any
	M     map[string]int
	T     [3]int
	S     []string
}
type ET2 struct{ X string }
type ET1 struct {
	A    int
	Et2  *ET2
	Next *ET1
}
type Type5 struct {
	A [3]string
	B [3]byte
}
type recursiveMap map[string]recursiveMap
type recursiveSlice []recursiveSlice
type Type7 struct {
	B []bool
	I []int
	S []string
	F []float64
}
type Flagger interface{ F() bool }
type Indirected struct{}

func (*Indirected) F() bool { return true }

type Struct0 struct{ I any }
type NewType0 struct{ S string }
type Bug0Outer struct{ Bug0Field any }
type Bug0Inner struct{ A int }
type Bug1Elem struct {
	Name string
	Id   int
}
type Bug1StructMap map[string]Bug1Elem
type Bug3 struct {
	Num      int
	Children []*Bug3
}
type Z struct{}
type Partial struct {
	X []int
	Y string
}
type Bar struct{ X string }
type Foo struct {
	A int
	B int32
	C string
	D []byte
	E *float64
	F ****float64
	G *Bar
	H *Bar
	I *Foo
}

type ByteStruct struct{ a byte }
type StringStruct struct{ s string }
type ArrayStruct struct{ a [8192]byte }
type Gobber int
type ValueGobber string
type BinaryGobber int
type BinaryValueGobber string
type TextGobber int
type TextValueGobber string

func (g *ByteStruct) GobEncode() ([]byte, error)   { return []byte{g.a, g.a + 1, g.a + 2}, nil }
func (g *ByteStruct) GobDecode(b []byte) error     { g.a = b[0]; return nil }
func (g *StringStruct) GobEncode() ([]byte, error) { return []byte(g.s), nil }
func (g *StringStruct) GobDecode(b []byte) error   { g.s = string(b); return nil }
func (a *ArrayStruct) GobEncode() ([]byte, error)  { return a.a[:], nil }
func (a *ArrayStruct) GobDecode(b []byte) error    { copy(a.a[:], b); return nil }
func (g *Gobber) GobEncode() ([]byte, error)       { return []byte(fmt.Sprintf("VALUE=%d", *g)), nil }
func (g *Gobber) GobDecode(b []byte) error         { return scan(b, "VALUE=%d", (*int)(g)) }
func (g *BinaryGobber) MarshalBinary() ([]byte, error) {
	return []byte(fmt.Sprintf("VALUE=%d", *g)), nil
}
func (g *BinaryGobber) UnmarshalBinary(b []byte) error { return scan(b, "VALUE=%d", (*int)(g)) }
func (g *TextGobber) MarshalText() ([]byte, error)     { return []byte(fmt.Sprintf("VALUE=%d", *g)), nil }
func (g *TextGobber) UnmarshalText(b []byte) error     { return scan(b, "VALUE=%d", (*int)(g)) }
func (v ValueGobber) GobEncode() ([]byte, error)       { return []byte(fmt.Sprintf("VALUE=%s", v)), nil }
func (v *ValueGobber) GobDecode(b []byte) error        { return scan(b, "VALUE=%s", (*string)(v)) }
func (v BinaryValueGobber) MarshalBinary() ([]byte, error) {
	return []byte(fmt.Sprintf("VALUE=%s", v)), nil
}
func (v *BinaryValueGobber) UnmarshalBinary(b []byte) error { return scan(b, "VALUE=%s", (*string)(v)) }
func (v TextValueGobber) MarshalText() ([]byte, error) {
	return []byte(fmt.Sprintf("VALUE=%s", v)), nil
}
func (v *TextValueGobber) UnmarshalText(b []byte) error { return scan(b, "VALUE=%s", (*string)(v)) }
func scan(b []byte, format string, to any) error {
	_, err := fmt.Sscanf(string(b), format, to)
	return err
}

type GobTest0 struct {
	X int
	G *ByteStruct
}
type GobTest1 struct {
	X int
	G *StringStruct
}
type GobTest2 struct {
	X int
	G string
}
type GobTest3 struct {
	X int
	G *Gobber
	B *BinaryGobber
	T *TextGobber
}
type GobTest4 struct {
	X  int
	V  ValueGobber
	BV BinaryValueGobber
	TV TextValueGobber
}
type GobTest6 struct {
	X  int
	V  ValueGobber
	W  *ValueGobber
	BV BinaryValueGobber
	BW *BinaryValueGobber
	TV TextValueGobber
	TW *TextValueGobber
}
type GobTest7 struct {
	X  int
	V  *ValueGobber
	W  ValueGobber
	BV *BinaryValueGobber
	BW BinaryValueGobber
	TV *TextValueGobber
	TW TextValueGobber
}
type GobTestValueEncDec struct {
	X int
	G StringStruct
}
type GobTestIndirectEncDec struct {
	X int
	G ***StringStruct
}
type GobTestArrayEncDec struct {
	X int
	A ArrayStruct
}

type IsZero struct {
	T time.Time
	S string
	I int
	A IsZeroArray
	F IsZeroInterface
}
type IsZeroArray [2]uint8
type IsZeroInterface struct{ I any }

func (a IsZeroArray) GobEncode() ([]byte, error)   { return a[:], nil }
func (a *IsZeroArray) GobDecode(b []byte) error    { copy(a[:], b); return nil }
func (IsZeroInterface) GobEncode() ([]byte, error) { return []byte{}, nil }
func (*IsZeroInterface) GobDecode(b []byte) error  { return nil }
