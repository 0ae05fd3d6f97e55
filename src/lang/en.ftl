# What the program itself says, in English. The same ids as in sv.ftl.
