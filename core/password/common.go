package password

// commonPasswords are passwords that head every published count of leaked ones,
// roughly in order. The offline filter knows the many; these weigh the estimate.
var commonPasswords = []string{
	"123456", "password", "123456789", "12345678", "12345", "qwerty", "1234567890", "1234567", "111111", "123123",
	"abc123", "1234", "password1", "iloveyou", "1q2w3e4r", "000000", "qwerty123", "zaq12wsx", "dragon", "sunshine",
	"princess", "letmein", "654321", "monkey", "1qaz2wsx", "123321", "qwertyuiop", "superman", "asdfghjkl",
	"admin", "welcome", "football", "baseball", "master", "shadow", "michael", "jordan", "666666", "login",
	"starwars", "trustno1", "passw0rd", "hello", "freedom", "whatever", "qazwsx", "121212", "bailey", "access",
	"batman", "charlie", "donald", "mustang", "flower", "hottie", "loveme", "solo", "ninja", "azerty",
	"jesus", "ashley", "daniel", "jessica", "pokemon", "computer", "killer", "soccer", "hockey", "pepper",
	"andrew", "thomas", "tigger", "robert", "hunter", "buster", "george", "harley", "ranger", "joshua",
	"maggie", "summer", "winter", "spring", "autumn", "secret", "cookie", "banana", "orange", "cheese",
	"purple", "matrix", "silver", "golden", "yellow", "chelsea", "liverpool", "arsenal", "juventus", "barcelona",
	"test", "guest", "root", "changeme", "default", "administrator", "user", "temp", "demo", "support",
	"service", "server", "system", "public", "private", "office", "company", "business", "internet", "samsung",
	"google", "facebook", "twitter", "linkedin", "amazon", "windows", "microsoft", "apple", "android", "iphone",
	"lovely", "babygirl", "angel", "family", "forever", "friends", "jennifer", "michelle", "nicole", "anthony",
	"william", "matthew", "patrick", "martin", "richard", "samantha", "amanda", "elizabeth", "victoria", "alexander",
	"christ", "blessed", "heaven", "metallica", "nirvana", "slipknot", "eminem", "snoopy", "garfield", "spiderman",
	"pass", "passwort", "motdepasse", "contrasena", "senha", "parola", "haslo", "wachtwoord", "geheim", "hallo",
	"schatz", "doudou", "marseille", "loulou", "estrella", "teamo", "ciao", "amore", "correct horse battery staple",
	"correcthorsebatterystaple", "letmein1", "welcome1", "admin123", "qwerty1", "a1b2c3", "a1b2c3d4", "aa123456", "p@ssword", "p@ssw0rd",
}
