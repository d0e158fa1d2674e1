module opaque

go 1.19
