package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"net"
	"net/netip"
	"time"
)

// Money has its methods on the value.
type Money struct{ cents int64 }

func (m Money) GobEncode() ([]byte, error) {
	return binary.BigEndian.AppendUint64(nil, uint64(m.cents)), nil
}
func (m *Money) GobDecode(b []byte) error {
	if len(b) != 8 {
		return fmt.Errorf("Money of %d bytes", len(b))
	}
	m.cents = int64(binary.BigEndian.Uint64(b))
	return nil
}
func (m Money) MarshalJSON() ([]byte, error) { return []byte(fmt.Sprint(m.cents)), nil }

// Token has its methods on the pointer.
type Token struct{ text string }

func (t *Token) MarshalBinary() ([]byte, error) { return []byte(t.text), nil }
func (t *Token) UnmarshalBinary(b []byte) error { t.text = string(b); return nil }
func (t *Token) MarshalJSON() ([]byte, error)   { return []byte(fmt.Sprintf("%q", t.text)), nil }

// Celsius has only text methods: gob does not use them.
type Celsius struct{ Degrees float64 }

func (c Celsius) MarshalText() ([]byte, error) { return []byte(fmt.Sprint(c.Degrees)), nil }

type Digest []byte
type Label string

type Times struct {
	T time.Time
	P *time.Time
	N int
}
type Bigs struct {
	F *big.Float
	R *big.Rat
	I *big.Int
	N int
}
type BigValues struct {
	F big.Float
	R big.Rat
	N int
}
type Nets struct {
	Addr     netip.Addr
	Pointer  *netip.Addr
	AddrPort netip.AddrPort
	Prefix   netip.Prefix
	IP       net.IP
	N        int
}
type Purse struct {
	Value   Money
	Pointer *Money
	N       int
}
type Tokens struct {
	Value   Token
	Pointer *Token
	N       int
}
type Texts struct {
	C Celsius
	D Digest
	L Label
}
type Box struct{ Content any }

type Base struct {
	ID   int
	Name string
}
type Mid struct {
	Base
	Level int
}
type Outer struct {
	Base
	X int
}
type Deep struct {
	Mid
	X int
}
type OuterPointer struct {
	*Base
	X int
}
type Wide struct {
	Keys  map[Base]int
	Pairs map[[2]int]string
	Any   map[string]any
	Anys  []any
	Anon  struct{ A, B int }
	C     complex128
	Grid  [2][3]int
}

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }
func ptr[T any](v T) *T        { return &v }
func zone(name string, seconds int) *time.Location {
	return time.FixedZone(name, seconds)
}
func third() *big.Float {
	return new(big.Float).SetPrec(200).Quo(new(big.Float).SetPrec(200).SetInt64(1), big.NewFloat(3))
}
func down() *big.Float {
	f := new(big.Float).SetPrec(10).SetMode(big.ToNegativeInf)
	return f.Quo(big.NewFloat(-1), big.NewFloat(3))
}
func huge() *big.Rat {
	r, _ := new(big.Rat).SetString("-123456789012345678901234567890/98765432109876543210987654321")
	return r
}

var cases = map[string]func() []any{
	"time": func() []any {
		return []any{
			time.Date(2026, 7, 1, 12, 30, 45, 123456700, time.UTC),
			time.Date(2026, 7, 1, 12, 30, 45, 0, zone("CEST", 2*3600)),
			time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC),
			time.Date(9999, 12, 31, 23, 59, 59, 999999900, zone("", 9*3600+30*60)),
		}
	},
	"time-seconds": func() []any {
		return []any{
			time.Date(1900, 1, 1, 12, 0, 0, 0, zone("AMT", 19*60+32)),
			time.Date(1900, 1, 1, 12, 0, 0, 0, zone("DMT", -25*60-21)),
		}
	},
	"time-fields": func() []any {
		return []any{
			Times{N: 1},
			Times{P: &time.Time{}},
			Times{T: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), P: ptr(time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC))},
		}
	},
	"big-float": func() []any {
		return []any{
			big.NewFloat(1.5), big.NewFloat(-0.1), big.NewFloat(math.Inf(1)), big.NewFloat(math.Copysign(0, -1)),
			new(big.Float), third(), down(), new(big.Float).SetInt64(1 << 40), new(big.Float).SetMantExp(big.NewFloat(0.75), -1100),
		}
	},
	"big-rat": func() []any {
		return []any{big.NewRat(3, 4), big.NewRat(-22, 7), big.NewRat(5, 1), new(big.Rat), big.NewRat(0, 1), huge()}
	},
	"big-fields": func() []any {
		return []any{Bigs{N: 1}, Bigs{F: new(big.Float), R: new(big.Rat), I: new(big.Int)}, Bigs{F: big.NewFloat(2), R: big.NewRat(1, 2), I: big.NewInt(-3), N: 4}}
	},
	"big-values": func() []any {
		v := &BigValues{N: 1}
		v.F.SetInt64(7)
		return []any{v}
	},
	"netip-addr": func() []any {
		return []any{addr("192.0.2.1"), addr("2001:db8::1"), addr("fe80::1%7"), addr("::ffff:192.0.2.1"), netip.Addr{}}
	},
	"netip-zone": func() []any { return []any{addr("fe80::1%eth0")} },
	"netip-addr-port": func() []any {
		return []any{netip.MustParseAddrPort("192.0.2.1:8080"), netip.MustParseAddrPort("[fe80::1%7]:443"), netip.AddrPort{}}
	},
	"netip-prefix": func() []any {
		return []any{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("0.0.0.0/0")}
	},
	"netip-prefix-host": func() []any { return []any{netip.MustParsePrefix("10.1.2.3/8")} },
	"netip-prefix-zero": func() []any { return []any{netip.Prefix{}} },
	"net-ip": func() []any {
		return []any{net.IPv4(192, 0, 2, 1), net.IPv4(192, 0, 2, 1).To4(), net.ParseIP("2001:db8::1")}
	},
	"net-fields": func() []any {
		return []any{
			Nets{N: 1},
			Nets{addr("192.0.2.1"), ptr(addr("192.0.2.2")), netip.MustParseAddrPort("192.0.2.3:80"), netip.MustParsePrefix("192.0.2.0/24"), net.IPv4(192, 0, 2, 4).To4(), 2},
			Nets{Pointer: &netip.Addr{}},
		}
	},
	"money":           func() []any { return []any{Money{1234}, Money{}} },
	"money-elements":  func() []any { return []any{[]Money{{1}, {}}, map[string]Money{"a": {2}}, []*Money{{3}}} },
	"money-interface": func() []any { return []any{Box{Money{5}}, []any{Money{6}, addr("192.0.2.9"), 7}} },
	"money-fields": func() []any {
		return []any{Purse{N: 1}, Purse{Value: Money{1}, Pointer: &Money{}}, Purse{Pointer: &Money{2}, N: 3}}
	},
	"token": func() []any { return []any{&Token{"abc"}, &Token{}} },
	"token-fields": func() []any {
		return []any{&Tokens{N: 1}, &Tokens{Value: Token{"a"}, Pointer: &Token{"b"}}, &Tokens{Pointer: &Token{}}}
	},
	"texts": func() []any { return []any{Texts{Celsius{21.5}, Digest{1, 2}, "x"}, Texts{}} },
	"embedded": func() []any {
		return []any{Outer{Base{1, "one"}, 2}, Outer{}, Deep{Mid{Base{3, "three"}, 4}, 5}}
	},
	"embedded-pointer": func() []any { return []any{OuterPointer{&Base{1, "one"}, 2}, OuterPointer{X: 3}} },
	"wide": func() []any {
		return []any{Wide{
			Keys:  map[Base]int{{1, "a"}: 10},
			Pairs: map[[2]int]string{{3, 4}: "five"},
			Any:   map[string]any{"box": Box{[]any{Money{8}, Box{9}}}},
			Anys:  []any{nil, "text", []int{1, 2}, Box{}, 1.5, true, uint8(3), complex(1, 2)},
			Anon:  struct{ A, B int }{1, 2},
			C:     complex(0.5, -1),
			Grid:  [2][3]int{{1, 2, 3}, {4, 5, 6}},
		}}
	},
}
