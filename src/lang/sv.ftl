# Vad programmet självt säger, på svenska. Samma id:n som i en.ftl.
