package bench

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"reflect"
	"testing"
)

// complexData is the article's struct.
type complexData struct {
	N int
	S string
	M map[string]int
	P []byte
	C *complexData
}

func sample() complexData {
	return complexData{
		N: 23,
		S: "string data",
		M: map[string]int{"one": 1, "two": 2, "three": 3},
		P: []byte("abc"),
		C: &complexData{
			N: 256,
			S: "Recursive structs? Piece of cake!",
			M: map[string]int{"01": 1, "10": 2, "11": 3},
		},
	}
}

// row is a row of a table, for slices of structs.
type row struct {
	Id     int
	Name   string
	Score  float64
	Active bool
}

func rows(count int) []row {
	rows := make([]row, count)
	for i := range rows {
		rows[i] = row{i + 1, fmt.Sprintf("row number %d", i), float64(i) * 0.5, i%2 == 0}
	}
	return rows
}

// repeating gives a kept decoder the definitions once and the same message for ever after.
type repeating struct {
	head    []byte
	message []byte
	offset  int
}

func (r *repeating) Read(p []byte) (int, error) {
	if len(r.head) > 0 {
		n := copy(p, r.head)
		r.head = r.head[n:]
		return n, nil
	}
	n := copy(p, r.message[r.offset:])
	r.offset = (r.offset + n) % len(r.message)
	return n, nil
}

func (r *repeating) ReadByte() (byte, error) {
	var one [1]byte
	_, err := r.Read(one[:])
	return one[0], err
}

func encoded(b *testing.B, v any) []byte {
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(v); err != nil {
		b.Fatal(err)
	}
	return buf.Bytes()
}

func benchmarkEncodeNew(b *testing.B, v any) {
	var buf bytes.Buffer
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		buf.Reset()
		if err := gob.NewEncoder(&buf).Encode(v); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkEncodeKept(b *testing.B, v any) {
	var buf bytes.Buffer
	enc := gob.NewEncoder(&buf)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		buf.Reset()
		if err := enc.Encode(v); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkDecodeNew[T any](b *testing.B, data []byte) {
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		var v T
		if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&v); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkSkip(b *testing.B, data []byte) {
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := gob.NewDecoder(bytes.NewReader(data)).DecodeValue(reflect.Value{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkArticleEncodeNew(b *testing.B)  { benchmarkEncodeNew(b, sample()) }
func BenchmarkArticleEncodeKept(b *testing.B) { benchmarkEncodeKept(b, sample()) }

func BenchmarkArticleDecodeNew(b *testing.B) {
	benchmarkDecodeNew[complexData](b, encoded(b, sample()))
}

func BenchmarkArticleDecodeKept(b *testing.B) {
	var buf bytes.Buffer
	enc := gob.NewEncoder(&buf)
	if err := enc.Encode(sample()); err != nil {
		b.Fatal(err)
	}
	head := append([]byte(nil), buf.Bytes()...)
	buf.Reset()
	if err := enc.Encode(sample()); err != nil {
		b.Fatal(err)
	}
	dec := gob.NewDecoder(&repeating{head: head, message: buf.Bytes()})
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		var v complexData
		if err := dec.Decode(&v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkArticleSkip(b *testing.B)       { benchmarkSkip(b, encoded(b, sample())) }
func BenchmarkEncodeStructSlice(b *testing.B) { benchmarkEncodeKept(b, rows(1000)) }
func BenchmarkDecodeStructSlice(b *testing.B) { benchmarkDecodeNew[[]row](b, encoded(b, rows(1000))) }
func BenchmarkSkipStructSlice(b *testing.B)   { benchmarkSkip(b, encoded(b, rows(1000))) }
func BenchmarkEncode10Megabytes(b *testing.B) { benchmarkEncodeKept(b, rows(370_000)) }
func BenchmarkDecode10Megabytes(b *testing.B) { benchmarkDecodeNew[[]row](b, encoded(b, rows(370_000))) }
