module gobwire.test/natspeer

go 1.19
