"""Official papers (văn bản hành chính) by the layout that NĐ 30/2020/NĐ-CP, Phụ lục I, sets: read without labels."""
