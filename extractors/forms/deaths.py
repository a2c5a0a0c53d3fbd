"""What the papers of a death print alike: labels in every wording."""

LAST_HOME = ("Nơi cư trú cuối cùng", "Nơi thường trú/tạm trú cuối cùng", "Nơi thường trú cuối cùng")
DIED = (
    "Đã chết vào lúc",
    "Chết vào lúc",
    "Đã chết vào hồi",
    "Thời gian chết",
    "Đã chết lúc",
    "Ngày, tháng, năm chết",
    "Ngày chết",
)
PLACE_OF_DEATH = ("Nơi chết", "Chết tại")
CAUSE = ("Nguyên nhân chết", "Nguyên nhân tử vong", "Nguyên nhân")
