module kubernetes-bed/pause

go 1.24
