module gobwire.test/godiff

go 1.19
