module kubernetes-bed/kube-proxy

go 1.24
