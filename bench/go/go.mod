module gobwire.example/bench

go 1.19
