module gobwire.test/gopeer

go 1.19
