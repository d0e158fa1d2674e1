module goldenpeer

go 1.19
