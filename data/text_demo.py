"""Sentences about the demonstration district."""

NOT_EMPTY = "Thư mục dữ liệu đã có dữ liệu khác; chỉ nạp dữ liệu minh họa vào một thư mục trống."
NOT_DEMO = "Thư mục dữ liệu không chỉ chứa dữ liệu minh họa nên không xoá gì cả."
OTHER_DATABASE = "Sổ gốc nằm ở máy chủ cơ sở dữ liệu khác; hãy xoá ở đó."
