module kubernetes-bed/flannel-cni

go 1.24
