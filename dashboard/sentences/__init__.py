"""Every sentence made from a number: an observation in, plain words out.

Grade 8 or below, one message first. Words as in the atlas's own guide: people shot, never
"victims"; "none recorded" is not "safe"; a gap in the data is not a zero.
"""
