# shellcheck shell=bash
# A small certificate authority on openssl, for up.sh: source it. All files are in $P; what is there is kept.

pki_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$P/$1.key"; }

# pki_ca NAME CN
pki_ca() {
  [ ! -s "$P/$1.crt" ] || return 0
  pki_key "$1"
  openssl req -x509 -new -key "$P/$1.key" -days 3650 -subj "/CN=$2" -out "$P/$1.crt" \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign' 2> /dev/null
}

# pki_cert NAME CA CN O EXTENDED-KEY-USAGE [SUBJECT-ALT-NAMES]
pki_cert() {
  [ ! -s "$P/$1.crt" ] || return 0
  pki_key "$1"
  {
    echo 'basicConstraints=critical,CA:FALSE'
    echo 'keyUsage=critical,digitalSignature,keyEncipherment'
    echo "extendedKeyUsage=$5"
    [ -z "${6:-}" ] || echo "subjectAltName=$6"
  } > "$P/$1.ext"
  openssl req -new -key "$P/$1.key" -subj "${4:+/O=$4}/CN=$3" |
    openssl x509 -req -days 3650 -CA "$P/$2.crt" -CAkey "$P/$2.key" -CAcreateserial -out "$P/$1.crt" -extfile "$P/$1.ext" 2> /dev/null
}

# pki_keys NAME: a key pair without a certificate
pki_keys() {
  [ ! -s "$P/$1.pub" ] || return 0
  openssl genrsa -out "$P/$1.key" 2048 2> /dev/null
  openssl rsa -in "$P/$1.key" -pubout -out "$P/$1.pub" 2> /dev/null
}

# kubeconfig FILE SERVER CERT
kubeconfig() {
  cat > "$1" << YAML
apiVersion: v1
kind: Config
current-context: bed
clusters: [{name: bed, cluster: {server: "$2", certificate-authority-data: $(base64 -w0 < "$P/ca.crt")}}]
users: [{name: $3, user: {client-certificate-data: $(base64 -w0 < "$P/$3.crt"), client-key-data: $(base64 -w0 < "$P/$3.key")}}]
contexts: [{name: bed, context: {cluster: bed, user: $3}}]
YAML
  chmod 600 "$1"
}
