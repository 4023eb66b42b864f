//! The text that the benches read: our own prose.

pub const TEXT: &str = "Prezydent Polski rozmawiał w środę z premierem Litwy o bezpieczeństwie \
    energetycznym regionu. Obie strony zapowiedziały, że jeszcze w tym roku podpiszą umowę \
    o budowie nowego połączenia gazowego. „Nie zgodzimy się na ustępstwa” – powiedział \
    rzecznik rządu, dodając, że rozmowy potrwają do piątku. Minister spraw zagranicznych wezwał \
    ambasadora, któremu wręczono notę protestacyjną. ";
