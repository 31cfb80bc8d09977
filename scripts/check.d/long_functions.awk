# Functions of more than 60 lines. The formatter puts a function's closing brace below its first letter.
FNR == 1 { depth = 0 }
FILENAME ~ /\.swift$/ && /^ *[@a-z_() ]*(func |init[?(<]|deinit|subscript)/ && !/}$/ {
  match($0, /^ */); indent[++depth] = RLENGTH; start[depth] = FNR
}
FILENAME ~ /\.(c|h|cpp)$/ && /^[a-z].*\(/ && !/;$/ && !/}$/ { depth = 1; indent[1] = 0; start[1] = FNR }
/^ *}$/ {
  match($0, /^ */)
  while (depth > 0 && indent[depth] > RLENGTH) depth--
  if (depth > 0 && indent[depth] == RLENGTH) {
    if (FNR - start[depth] + 1 > 60) print "  " FILENAME ":" start[depth] ": " FNR - start[depth] + 1 " lines"
    depth--
  }
}
